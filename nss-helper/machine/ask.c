/* SPDX-License-Identifier: MPL-2.0 */
#include "machine/ask.h"

#include "base/buf.h"
#include "base/hex.h"
#include "base/language.h"
#include "base/site.h"
#include "base/utf8.h"
#include "machine/pinentry.h"

#include <stdio.h>
#include <string.h>

/* The most bytes of a name in a question; names of files and sites can be longer. */
#define NAME_LENGTH 120

/* Groups in a password made here. */
#define MADE_GROUPS 5
#define MADE_GROUP 4
#define MADE_SIZE (MADE_GROUPS * (MADE_GROUP + 1))

#define TEXT_SIZE 768

/* The name of a file or a site, shortened for a question. */
struct shown {
    char text[NAME_LENGTH + 1];
};

static const char *show_name(const char *name, bool is_site, struct shown *out)
{
    if (is_site)
        nh_site_show(name, out->text, sizeof out->text);
    else
        snprintf(out->text, sizeof out->text, "%s", name);
    nh_utf8_clean(out->text, sizeof out->text - 1);
    return out->text;
}

static enum nh_status ask(const char *text, const char *error, bool fresh, struct nh_buf *out,
                          struct nh_error *err)
{
    struct nh_question question = {
        .text = text,
        .prompt = _("Password:"),
        .ok = _("OK"),
        .cancel = _("Cancel"),
        .caps = _("Caps Lock is on"),
        .error = error,
        .again = fresh ? _("Repeat:") : NULL,
        .mismatch = fresh ? _("The passwords do not match.") : NULL,
        .quality = fresh ? _("Strength:") : NULL,
    };
    return nh_pinentry_ask(&question, out, err);
}

static enum nh_status ask_known(const char *text, int tried, struct nh_buf *out,
                                struct nh_error *err)
{
    char error[160];
    snprintf(error, sizeof error, _("Wrong password (attempt %d of %d)."), tried + 1, NH_ASK_TRIES);
    return ask(text, tried ? error : NULL, false, out, err);
}

static const char *show_file(const struct nh_asked_file *file, struct shown *out)
{
    return show_name(file->name, file->source == NH_ASK_SITE, out);
}

/* Describe the password as the person knows it. */
static void write_file_question(const struct nh_asked_file *file, char text[TEXT_SIZE])
{
    struct shown shown;
    show_file(file, &shown);
    switch (file->source) {
    case NH_ASK_SITE:
        snprintf(text, TEXT_SIZE,
                 _("%s has issued a certificate file.\n"
                   "To import it into Firefox, enter its password. Your portal may call it "
                   "“access PIN”."),
                 shown.text);
        return;
    case NH_ASK_BACKUP:
        snprintf(text, TEXT_SIZE,
                 _("Enter the password of your backup “%s”.\n"
                   "It is the one that you chose or wrote down when you saved the backup."),
                 shown.text);
        return;
    case NH_ASK_CHOSEN:
        snprintf(
            text, TEXT_SIZE,
            _("The certificate file “%s” is protected by a password.\n"
              "Enter the password that you got with the file, or that you chose when you saved it. "
              "Your portal may call it “access PIN”."),
            shown.text);
    }
}

enum nh_status nh_ask_file(const struct nh_asked_file *file, int tried, struct nh_buf *out,
                           struct nh_error *err)
{
    char text[TEXT_SIZE];
    write_file_question(file, text);
    return ask_known(text, tried, out, err);
}

enum nh_status nh_ask_key(const struct nh_asked_file *file, int tried, struct nh_buf *out,
                          struct nh_error *err)
{
    char text[TEXT_SIZE];
    struct shown shown;
    snprintf(text, sizeof text,
             file->source == NH_ASK_SITE
                 ? _("The key in the certificate file from %s has a password of its own.\n"
                     "Enter the password of the key.")
                 : _("The key in the certificate file “%s” has a password of its own.\n"
                     "Enter the password of the key."),
             show_file(file, &shown));
    return ask_known(text, tried, out, err);
}

enum nh_status nh_ask_open_key(const struct nh_asked_file *file, struct nh_error *err)
{
    char text[TEXT_SIZE];
    struct shown shown;
    snprintf(text, sizeof text,
             file->source == NH_ASK_SITE
                 ? _("Anyone can open the certificate file from %s: its key has no password, or "
                     "the password is in the file.\n"
                     "Import it only if nobody else has received it. Then request a new "
                     "certificate.")
                 : _("Anyone can open the certificate file “%s”: its key has no password, or the "
                     "password is in the file.\n"
                     "Import it only if nobody else has received it. Then delete the file, and "
                     "request a new certificate."),
             show_file(file, &shown));
    return nh_pinentry_confirm(text, _("Import"), _("Cancel"), err);
}

enum nh_status nh_ask_login(const char *site, const char *user, int tried, struct nh_buf *out,
                            struct nh_error *err)
{
    char text[TEXT_SIZE];
    struct shown server, shown;
    snprintf(text, sizeof text,
             _("%s asks who requests the certificate.\nEnter the password of “%s” there."),
             show_name(site, true, &server), show_name(user, false, &shown));
    return ask_known(text, tried, out, err);
}

/* Write what is wrong with a new password to `text`; false when nothing is. */
static bool judge_new(const struct nh_asked_new *file, const char *password, char *text,
                      size_t size)
{
    *text = '\0';
    if (!*password)
        snprintf(text, size, "%s", _("The password must not be empty."));
    else if (!file->weak && nh_utf8_count(password) < NH_PASSWORD_LEAST)
        snprintf(text, size, _("The password is too short. Use at least %d characters."),
                 NH_PASSWORD_LEAST);
    else if (file->ascii && !nh_utf8_is_ascii(password))
        snprintf(text, size, "%s",
                 _("Use only English letters, digits and signs: other programs read other "
                   "characters differently."));
    return *text;
}

enum nh_status nh_ask_new(const struct nh_asked_new *file, struct nh_buf *out, struct nh_error *err)
{
    char text[TEXT_SIZE], wrong[256] = "";
    struct shown shown;
    enum nh_status status = NH_OK;
    snprintf(text, sizeof text,
             file->backup
                 ? _("Choose a password for the backup of the certificate of “%s”. Use at least "
                     "%d characters.\n"
                     "Without this password nobody, including you, can open the backup.")
                 : _("Choose a password for the file with the key of “%s”. Use at least %d "
                     "characters.\n"
                     "Without this password nobody, including you, can open the file."),
             show_name(file->name, false, &shown), NH_PASSWORD_LEAST);
    for (int tried = 0; !status && tried < NH_ASK_TRIES; tried++) {
        status = ask(text, *wrong ? wrong : NULL, true, out, err);
        if (!status && !judge_new(file, (const char *)out->data, wrong, sizeof wrong))
            return NH_OK;
        nh_buf_reset(out);
    }
    return status ? status : nh_fail(err, NH_CANCELLED, NULL, "No password was chosen.");
}

/* 32 characters that can't be mistaken for each other; as 256 is a multiple of 32, a random byte
   chooses evenly. */
static enum nh_status make_password(struct nh_buf *out, struct nh_error *err)
{
    static const char signs[] = "abcdefghijkmnpqrstuvwxyz23456789";
    unsigned char random[MADE_GROUPS * MADE_GROUP];
    char password[MADE_SIZE];
    size_t used = 0;
    enum nh_status status = nh_random(random, sizeof random, err);
    if (status)
        return status;
    for (size_t i = 0; i < sizeof random; i++) {
        if (i && i % MADE_GROUP == 0)
            password[used++] = '-';
        password[used++] = signs[random[i] % 32];
    }
    password[used] = '\0';
    status = nh_buf_append(out, password, used + 1, err);
    explicit_bzero(random, sizeof random);
    explicit_bzero(password, sizeof password);
    return status;
}

/* The window may be open for ten minutes, so the text is no less of a secret. */
static enum nh_status show_made(const struct nh_asked_new *file, const char *password,
                                struct nh_error *err)
{
    struct nh_buf text = {.secret = true};
    struct shown shown;
    static const char room[TEXT_SIZE];
    if (!nh_buf_add(&text, room, sizeof room))
        return nh_fail_memory(err);
    snprintf((char *)text.data, TEXT_SIZE,
             file->backup
                 ? _("The password of the backup of the certificate of “%s”:\n\n%s\n\n"
                     "Write it down now. It is not shown again, and without it nobody, including "
                     "you, can open the backup.")
                 : _("The password of the file with the key of “%s”:\n\n%s\n\n"
                     "Write it down now. It is not shown again, and without it nobody, including "
                     "you, can open the file."),
             show_name(file->name, false, &shown), password);
    enum nh_status status = nh_pinentry_show((const char *)text.data, _("OK"), err);
    nh_buf_reset(&text);
    return status;
}

enum nh_status nh_ask_made(const struct nh_asked_new *file, struct nh_buf *out,
                           struct nh_error *err)
{
    struct nh_buf password = {.secret = true};
    enum nh_status status = make_password(&password, err);
    if (!status)
        status = show_made(file, (const char *)password.data, err);
    if (status)
        nh_buf_reset(&password);
    else
        *out = password;
    return status;
}

enum nh_status nh_ask_primary(const char *name, const char *product, int tried, struct nh_buf *out,
                              struct nh_error *err)
{
    char text[TEXT_SIZE];
    struct shown shown;
    show_name(name, false, &shown);
    if (product)
        /* TRANSLATORS: a profile, and its program: Firefox, Thunderbird … */
        snprintf(text, sizeof text,
                 _("The profile “%s” of %s is protected by a primary password.\n"
                   "Enter this primary password."),
                 shown.text, product);
    else
        snprintf(text, sizeof text,
                 _("The profile “%s” is protected by a primary password.\n"
                   "Enter this primary password."),
                 shown.text);
    return ask_known(text, tried, out, err);
}
