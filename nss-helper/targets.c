/* SPDX-License-Identifier: MPL-2.0 */
#include "export.h"

#include <stdio.h>
#include <string.h>

#define STEPS (const char *const[])

const struct nh_target nh_targets[] = {
    {"windows", "Windows 10 (1709) and later", NH_FORM_P12, ".p12", true,
     {STEPS{"Bring the file to that computer on a stick of your own, not by mail.",
            "Double-click it, choose “Current User”, type its password, and let Windows choose "
            "the store.",
            "Delete the file there afterwards.", NULL},
      STEPS{"ファイルはメールではなく、自分の USB メモリなどで移してください。",
            "ダブルクリックして「現在のユーザー」を選び、パスワードを入力し、証明書ストアは自動選択のままにします。",
            "終わったらファイルを削除してください。", NULL}}},
    {"windows-old", "Windows 8 and earlier, Windows Server 2016 and earlier", NH_FORM_P12_OLD,
     ".p12", true,
     {STEPS{"Bring the file to that computer on a stick of your own, not by mail: its encryption "
            "is old, so choose a long password.",
            "Double-click it, type its password, and let Windows choose the store.",
            "Delete the file there afterwards.", NULL},
      STEPS{"古い暗号方式なので長いパスワードにし、メールではなく自分の USB メモリなどで移してください。",
            "ダブルクリックしてパスワードを入力し、証明書ストアは自動選択のままにします。",
            "終わったらファイルを削除してください。", NULL}}},
    {"macos", "macOS", NH_FORM_P12_OLD, ".p12", true,
     {STEPS{"Bring the file to the Mac, by AirDrop for example; choose a long password, for its "
            "encryption is old.",
            "Double-click it, choose the keychain “login”, and type its password.",
            "Delete the file there afterwards.", NULL},
      STEPS{"AirDrop などで Mac に移します。暗号方式が古いので、長いパスワードにしてください。",
            "ダブルクリックしてキーチェーン「ログイン」を選び、パスワードを入力します。",
            "終わったらファイルを削除してください。", NULL}}},
    {"ios", "iPhone and iPad", NH_FORM_P12_OLD, ".p12", true,
     {STEPS{"Bring the file to the device, by AirDrop for example; choose a long password, for "
            "its encryption is old.",
            "Tap it, then: Settings, “Profile Downloaded”, Install, and type its password.",
            "Delete the file there afterwards.", NULL},
      STEPS{"AirDrop などで端末に移します。暗号方式が古いので、長いパスワードにしてください。",
            "タップしてから、「設定」→「プロファイルがダウンロードされました」→「インストール」でパスワードを入力します。",
            "終わったらファイルを削除してください。", NULL}}},
    {"android", "Android", NH_FORM_P12_OLD, ".p12", true,
     {STEPS{"Bring the file to the device by cable; choose a long password, for its encryption is "
            "old.",
            "Settings, Security, “Install a certificate”: “VPN & app user certificate” for "
            "logins, “Wi-Fi certificate” for Wi-Fi.",
            "Delete the file there afterwards.", NULL},
      STEPS{"ケーブルで端末に移します。暗号方式が古いので、長いパスワードにしてください。",
            "「設定」→「セキュリティ」→「証明書のインストール」で、ログイン用は「VPN とアプリユーザー証明書」、Wi-Fi 用は「Wi-Fi 証明書」を選びます。",
            "終わったらファイルを削除してください。", NULL}}},
    {"thunderbird", "Thunderbird, also on other computers", NH_FORM_P12, ".p12", false,
     {STEPS{"Thunderbird: Settings, Privacy & Security, Manage Certificates, Your Certificates, "
            "Import.",
            "Then Account Settings, End-To-End Encryption, S/MIME: select it.", NULL},
      STEPS{"Thunderbird の「設定」→「プライバシーとセキュリティ」→「証明書を管理」→「あなたの証明書」→「インポート」。",
            "その後「アカウント設定」→「エンドツーエンド暗号化」→「S/MIME」で選択します。", NULL}}},
    {"java", "Java 12 and later", NH_FORM_P12, ".p12", true,
     {STEPS{"Java reads it as it is: keytool -list -keystore FILE -storetype PKCS12", NULL},
      STEPS{"Java ではそのまま使えます: keytool -list -keystore ファイル名 -storetype PKCS12", NULL}}},
    {"linux", "other programs here, and a backup", NH_FORM_P12, ".p12", false,
     {STEPS{"Any program that imports PKCS#12 (.p12) takes it, with its password.", NULL},
      STEPS{"PKCS#12（.p12）を読み込めるプログラムで、パスワードを入力して使えます。", NULL}}},
    {"pem", "programs with OpenSSL: the key (encrypted) and the chain", NH_FORM_PEM, ".pem", false,
     {STEPS{"For example: curl --cert FILE https://…, which asks for its password.", NULL},
      STEPS{"例: curl --cert ファイル名 https://…（パスワードを聞かれます）", NULL}}},
    {.name = NULL},
};

enum nh_status nh_target_find(const char *name, const struct nh_target **out,
                              struct nh_error *err)
{
    char names[200] = "";
    for (const struct nh_target *target = nh_targets; target->name; target++) {
        size_t used = strlen(names);
        if (strcmp(target->name, name) == 0) {
            *out = target;
            return NH_OK;
        }
        snprintf(names + used, sizeof names - used, "%s%s", used ? ", " : "", target->name);
    }
    return nh_fail(err, NH_USAGE, NULL, "There is no target \"%.40s\". There are: %s.", name,
                   names);
}

const char *const *nh_target_steps(const struct nh_target *target, const char *language)
{
    return target->steps[strncmp(language, "ja", 2) == 0];
}
