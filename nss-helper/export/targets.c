/* SPDX-License-Identifier: MPL-2.0 */
#include "export/targets.h"

#include "export/apple.h"
#include "export/geteduroam.h"
#include "export/networkmanager.h"
#include "export/windows.h"
#include "export/wpa_supplicant.h"

#include <stdio.h>
#include <string.h>

#define STEPS (const char *const[])

const struct nh_target nh_targets[] = {
    {.name = "windows",
     .about = "Windows 10 (1709) and later",
     .form = NH_FORM_P12,
     .extension = ".p12",
     .ascii = true,
     .steps =
         {STEPS{"Bring the file to that computer on a stick of your own, not by mail.",
                "Double-click it, choose “Current User”, type its password, and let Windows choose "
                "the store.",
                "Delete the file there afterwards.", NULL},
          STEPS{
              "ファイルはメールではなく、自分の USB メモリなどで移してください。",
              "ダブルクリックして「現在のユーザー」を選び、パスワードを入力し、証明書ストアは自動選択のままにします。",
              "終わったらファイルを削除してください。", NULL}}},
    {.name = "windows-old",
     .about = "Windows 8 and earlier, Windows Server 2016 and earlier",
     .form = NH_FORM_P12_OLD,
     .extension = ".p12",
     .ascii = true,
     .steps =
         {STEPS{
              "Bring the file to that computer on a stick of your own, not by mail: its encryption "
              "is old, so choose a long password.",
              "Double-click it, type its password, and let Windows choose the store.",
              "Delete the file there afterwards.", NULL},
          STEPS{
              "古い暗号方式なので長いパスワードにし、メールではなく自分の USB メモリなどで移してください。",
              "ダブルクリックしてパスワードを入力し、証明書ストアは自動選択のままにします。",
              "終わったらファイルを削除してください。", NULL}}},
    {.name = "macos",
     .about = "macOS",
     .form = NH_FORM_P12_OLD,
     .extension = ".p12",
     .ascii = true,
     .steps =
         {STEPS{
              "Bring the file to the Mac, by AirDrop for example; choose a long password, for its "
              "encryption is old.",
              "Double-click it, choose the keychain “login”, and type its password.",
              "Delete the file there afterwards.", NULL},
          STEPS{"AirDrop などで Mac に移します。暗号方式が古いので、長いパスワードにしてください。",
                "ダブルクリックしてキーチェーン「ログイン」を選び、パスワードを入力します。",
                "終わったらファイルを削除してください。", NULL}}},
    {.name = "ios",
     .about = "iPhone and iPad",
     .form = NH_FORM_P12_OLD,
     .extension = ".p12",
     .ascii = true,
     .steps =
         {STEPS{"Bring the file to the device, by AirDrop for example; choose a long password, for "
                "its encryption is old.",
                "Tap it, then: Settings, “Profile Downloaded”, Install, and type its password.",
                "Delete the file there afterwards.", NULL},
          STEPS{
              "AirDrop などで端末に移します。暗号方式が古いので、長いパスワードにしてください。",
              "タップしてから、「設定」→「プロファイルがダウンロードされました」→「インストール」でパスワードを入力します。",
              "終わったらファイルを削除してください。", NULL}}},
    {.name = "android",
     .about = "Android",
     .form = NH_FORM_P12_OLD,
     .extension = ".p12",
     .ascii = true,
     .steps =
         {STEPS{
              "Bring the file to the device by cable; choose a long password, for its encryption is "
              "old.",
              "Settings, Security, “Install a certificate”: “VPN & app user certificate” for "
              "logins, “Wi-Fi certificate” for Wi-Fi.",
              "Delete the file there afterwards.", NULL},
          STEPS{
              "ケーブルで端末に移します。暗号方式が古いので、長いパスワードにしてください。",
              "「設定」→「セキュリティ」→「証明書のインストール」で、ログイン用は「VPN とアプリユーザー証明書」、Wi-Fi 用は「Wi-Fi 証明書」を選びます。",
              "終わったらファイルを削除してください。", NULL}}},
    {.name = "thunderbird",
     .about = "Thunderbird, also on other computers",
     .form = NH_FORM_P12,
     .extension = ".p12",
     .steps =
         {STEPS{
              "Thunderbird: Settings, Privacy & Security, Manage Certificates, Your Certificates, "
              "Import.",
              "Then Account Settings, End-To-End Encryption, S/MIME: select it.", NULL},
          STEPS{
              "Thunderbird の「設定」→「プライバシーとセキュリティ」→「証明書を管理」→「あなたの証明書」→「インポート」。",
              "その後「アカウント設定」→「エンドツーエンド暗号化」→「S/MIME」で選択します。",
              NULL}}},
    {.name = "java",
     .about = "Java 12 and later",
     .form = NH_FORM_P12,
     .extension = ".p12",
     .ascii = true,
     .steps = {STEPS{"Java reads it as it is: keytool -list -keystore {} -storetype PKCS12", NULL},
               STEPS{"Java ではそのまま使えます: keytool -list -keystore {} -storetype PKCS12",
                     NULL}}},
    {.name = "backup",
     .about = "a copy to keep",
     .form = NH_FORM_P12,
     .extension = ".p12",
     .steps =
         {STEPS{"Keep the file and its password where nobody else gets at either, and not both in "
                "one place.",
                "To use it again: “Import a file…” here, or nss-helper import.", NULL},
          STEPS{
              "ファイルとパスワードは、他の人の手に入らない、それぞれ別の場所に保管してください。",
              "再び使うときは、ここの「ファイルをインポート…」か nss-helper import を使います。",
              NULL}}},
    {.name = "linux",
     .about = "other programs here",
     .form = NH_FORM_P12,
     .extension = ".p12",
     .steps = {STEPS{"Any program that imports PKCS#12 (.p12) takes it, with its password.", NULL},
               STEPS{"PKCS#12（.p12）を読み込めるプログラムで、パスワードを入力して使えます。",
                     NULL}}},
    {.name = "pem",
     .about = "programs with OpenSSL: the key (encrypted) and the chain",
     .form = NH_FORM_PEM,
     .extension = ".pem",
     .steps = {STEPS{"For example: curl --cert {} https://…, which asks for its password.", NULL},
               STEPS{"例: curl --cert {} https://…（パスワードを聞かれます）", NULL}}},
    {.name = "eduroam-networkmanager",
     .about = "Wi-Fi on Linux desktops",
     .form = NH_FORM_P12,
     .ascii = true,
     .wifi = nh_wifi_networkmanager,
     .patterns = NH_PATTERNS_ALONE,
     .file = "wifi.nmconnection",
     .steps =
         {STEPS{"sudo install -m 600 {}/wifi.nmconnection /etc/NetworkManager/system-connections/ "
                "&& sudo nmcli connection reload",
                "Choose the network: the password of certificate.p12 is asked for once. Leave the "
                "folder where it is.",
                NULL},
          STEPS{
              "sudo install -m 600 {}/wifi.nmconnection /etc/NetworkManager/system-connections/ && sudo nmcli connection reload",
              "ネットワークを選ぶと、certificate.p12 のパスワードを一度聞かれます。フォルダーは移動しないでください。",
              NULL}}},
    {.name = "eduroam-wpa_supplicant",
     .about = "Wi-Fi with wpa_supplicant alone",
     .form = NH_FORM_P12,
     .ascii = true,
     .wifi = nh_wifi_wpa_supplicant,
     .patterns = NH_PATTERNS_ALONE,
     .file = "wpa_supplicant.conf",
     .steps =
         {STEPS{"Add {}/wpa_supplicant.conf to yours, as root.",
                "wpa_cli: passphrase NETWORK PASSWORD, when it asks. Leave the folder where it is.",
                NULL},
          STEPS{
              "{}/wpa_supplicant.conf の内容を、root で設定ファイルに追加します。",
              "聞かれたら wpa_cli で passphrase ネットワーク番号 パスワード。フォルダーは移動しないでください。",
              NULL}}},
    {.name = "eduroam-apple",
     .about = "Wi-Fi on macOS, iPhone and iPad",
     .form = NH_FORM_P12_OLD,
     .extension = ".mobileconfig",
     .ascii = true,
     .wifi = nh_wifi_apple,
     .patterns = NH_PATTERNS_ANY,
     .steps =
         {STEPS{"Bring the file to the device, by AirDrop for example, and open it there.",
                "Settings, “Profile Downloaded”, Install: its password is asked for.",
                "Delete the file there afterwards.", NULL},
          STEPS{
              "AirDrop などで端末に移して開きます。",
              "「設定」→「プロファイルがダウンロードされました」→「インストール」でパスワードを聞かれます。",
              "終わったらファイルを削除してください。", NULL}}},
    {.name = "eduroam-geteduroam",
     .about = "Wi-Fi with the geteduroam app",
     .form = NH_FORM_P12,
     .extension = ".eap-config",
     .ascii = true,
     .wifi = nh_wifi_geteduroam,
     .steps = {STEPS{"Open the file with the geteduroam app: its password is asked for.",
                     "Delete the file afterwards.", NULL},
               STEPS{"geteduroam アプリで開くと、パスワードを聞かれます。",
                     "終わったらファイルを削除してください。", NULL}}},
    {.name = "eduroam-windows",
     .about = "Wi-Fi on Windows",
     .form = NH_FORM_P12,
     .ascii = true,
     .wifi = nh_wifi_windows,
     .file = "wifi.xml",
     .steps =
         {STEPS{"Bring the folder to that computer on a stick of your own, and in it run: certutil "
                "-user -importpfx certificate.p12",
                "netsh wlan add profile filename=wifi.xml user=current",
                "If Windows does not know the CA of the network yet: certutil -user -addstore Root "
                "radius-ca.pem",
                "Delete the folder there afterwards.", NULL},
          STEPS{
              "フォルダーを自分の USB メモリなどで移し、その中で実行します: certutil -user -importpfx certificate.p12",
              "netsh wlan add profile filename=wifi.xml user=current",
              "ネットワークの認証局を Windows が知らない場合: certutil -user -addstore Root radius-ca.pem",
              "終わったらフォルダーを削除してください。", NULL}}},
    {.name = NULL},
};

const char *nh_target_choice(size_t i)
{
    return nh_targets[i].name;
}

const char *nh_target_choice_about(size_t i)
{
    return nh_targets[i].about;
}

enum nh_status nh_target_find(const char *name, const struct nh_target **out, struct nh_error *err)
{
    char names[280] = "";
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
