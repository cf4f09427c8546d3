/* SPDX-License-Identifier: MPL-2.0 */
#include "machine/ask.h"

#include "base/buf.h"
#include "base/hex.h"
#include "base/utf8.h"
#include "machine/pinentry.h"

#include <stdio.h>
#include <string.h>

/* Of a name in a sentence; files and sites may have longer ones. */
#define NAME_MOST 120

/* Of a password that is made here. */
#define MADE_GROUPS 5
#define MADE_GROUP 4
#define MADE_SIZE (MADE_GROUPS * (MADE_GROUP + 1))

struct words {
    const char *prompt, *ok, *cancel, *caps;
    const char *file, *site, *login, *primary, *fresh;
    const char *again, *mismatch, *quality, *empty, *ascii, *made;
};

static const struct words english = {
    .prompt = "Password:",
    .ok = "OK",
    .cancel = "Cancel",
    .caps = "Caps Lock is on",
    .file = "The certificate file “%s” is protected by a password.\n"
            "A portal may call it access PIN.",
    .site = "%s has handed out a certificate file.\n"
            "To put it into Firefox, type its password. A portal may call it access PIN.",
    .login = "%s wants to know who asks for a certificate.\n"
             "The password there, of “%s”:",
    .primary = "The profile “%s” is protected by a primary password.",
    .fresh = "Choose a password for the file with the key of “%s”.\n"
             "Without it nobody can open the file, and you neither.",
    .again = "Again:",
    .mismatch = "The two are not the same.",
    .quality = "Strength:",
    .empty = "It must not be empty.",
    .ascii = "English letters, digits and signs only: other programs read the rest differently.",
    .made = "The password of the file with “%s”:\n\n%s\n\n"
            "Write it down now: it is not shown again, and without it nobody can open the file.",
};

static const struct words japanese = {
    .prompt = "パスワード:",
    .ok = "OK",
    .cancel = "キャンセル",
    .caps = "Caps Lock がオンです",
    .file = "証明書ファイル「%s」はパスワードで保護されています。\n"
            "ポータルでは「アクセス PIN」と呼ばれることがあります。",
    .site = "%s から証明書ファイルを受け取りました。\n"
            "Firefox に登録するため、パスワード（アクセス PIN）を入力してください。",
    .login = "%s が証明書の申請者の確認を求めています。\n"
             "「%s」のパスワードを入力してください。",
    .primary = "プロファイル「%s」はマスターパスワードで保護されています。",
    .fresh = "「%s」の鍵を入れるファイルのパスワードを決めてください。\n"
             "忘れると、ご本人でもファイルを開けなくなります。",
    .again = "もう一度:",
    .mismatch = "2 つのパスワードが一致しません。",
    .quality = "強度:",
    .empty = "パスワードを空にすることはできません。",
    .ascii =
        "半角の英字・数字・記号だけを使ってください。ほかの文字は正しく読まれないことがあります。",
    .made = "「%s」のファイルのパスワード:\n\n%s\n\n"
            "今すぐ書き留めてください。二度と表示されず、忘れるとファイルを開けなくなります。",
};

static const struct words *words_of(const char *language)
{
    return strncmp(language, "ja", 2) == 0 ? &japanese : &english;
}

/* One of the sentences above with a name in it. */
static void write_about(char *out, size_t size, const char *sentence, const char *name)
{
    const char *at = strstr(sentence, "%s");
    snprintf(out, size, "%.*s%.*s%s", (int)(at - sentence), sentence, NAME_MOST, name, at + 2);
}

static enum nh_status ask(const struct words *words, const char *text, const char *error,
                          bool fresh, struct nh_buf *out, struct nh_error *err)
{
    struct nh_question question = {
        .text = text,
        .prompt = words->prompt,
        .ok = words->ok,
        .cancel = words->cancel,
        .caps = words->caps,
        .error = error,
        .again = fresh ? words->again : NULL,
        .mismatch = fresh ? words->mismatch : NULL,
        .quality = fresh ? words->quality : NULL,
    };
    return nh_pinentry_ask(&question, out, err);
}

static enum nh_status ask_known(const struct words *words, const char *sentence, const char *name,
                                int tried, struct nh_buf *out, struct nh_error *err)
{
    char text[768], error[160];
    write_about(text, sizeof text, sentence, name);
    if (tried)
        snprintf(error, sizeof error,
                 words == &japanese ? "パスワードが違います（%d 回目／%d 回まで）。"
                                    : "That password does not fit (try %d of %d).",
                 tried + 1, NH_ASK_TRIES);
    return ask(words, text, tried ? error : NULL, false, out, err);
}

enum nh_status nh_ask_file(const char *name, bool from_site, int tried, const char *language,
                           struct nh_buf *out, struct nh_error *err)
{
    const struct words *words = words_of(language);
    return ask_known(words, from_site ? words->site : words->file, name, tried, out, err);
}

enum nh_status nh_ask_login(const char *site, const char *user, int tried, const char *language,
                            struct nh_buf *out, struct nh_error *err)
{
    const struct words *words = words_of(language);
    char sentence[768];
    write_about(sentence, sizeof sentence, words->login, site);
    return ask_known(words, sentence, user, tried, out, err);
}

enum nh_status nh_ask_new(const char *name, bool ascii, const char *language, struct nh_buf *out,
                          struct nh_error *err)
{
    const struct words *words = words_of(language);
    const char *wrong = NULL;
    char text[768];
    enum nh_status status = NH_OK;
    write_about(text, sizeof text, words->fresh, name);
    for (int tried = 0; !status && tried < NH_ASK_TRIES; tried++) {
        status = ask(words, text, wrong, true, out, err);
        wrong = status                                                ? NULL
                : out->length <= 1                                    ? words->empty
                : ascii && !nh_utf8_is_ascii((const char *)out->data) ? words->ascii
                                                                      : NULL;
        if (!status && !wrong)
            return NH_OK;
        nh_buf_reset(out);
    }
    return status ? status : nh_fail(err, NH_CANCELLED, NULL, "No password was chosen.");
}

/* 32 signs that nobody takes for another, so that a random byte chooses evenly. */
static enum nh_status make_password(char out[MADE_SIZE], struct nh_error *err)
{
    static const char signs[] = "abcdefghijkmnpqrstuvwxyz23456789";
    unsigned char random[MADE_GROUPS * MADE_GROUP];
    size_t used = 0;
    enum nh_status status = nh_random(random, sizeof random, err);
    if (status)
        return status;
    for (size_t i = 0; i < sizeof random; i++) {
        if (i && i % MADE_GROUP == 0)
            out[used++] = '-';
        out[used++] = signs[random[i] % 32];
    }
    out[used] = '\0';
    explicit_bzero(random, sizeof random);
    return NH_OK;
}

enum nh_status nh_ask_made(const char *name, const char *language, struct nh_buf *out,
                           struct nh_error *err)
{
    const struct words *words = words_of(language);
    char password[MADE_SIZE], sentence[768], text[768];
    enum nh_status status = make_password(password, err);
    if (status)
        return status;
    /* The name last: it may have a "%s" in it. */
    const char *at = strstr(strstr(words->made, "%s") + 2, "%s");
    snprintf(sentence, sizeof sentence, "%.*s%s%s", (int)(at - words->made), words->made, password,
             at + 2);
    write_about(text, sizeof text, sentence, name);
    status = nh_pinentry_show(text, words->ok, err);
    if (!status)
        status = nh_buf_append(out, password, strlen(password) + 1, err);
    explicit_bzero(password, sizeof password);
    explicit_bzero(sentence, sizeof sentence);
    explicit_bzero(text, sizeof text);
    return status;
}

enum nh_status nh_ask_primary(const char *name, int tried, const char *language, struct nh_buf *out,
                              struct nh_error *err)
{
    const struct words *words = words_of(language);
    return ask_known(words, words->primary, name, tried, out, err);
}
