/* SPDX-License-Identifier: MPL-2.0 */
#include "log.h"
#include "options.h"
#include "portal.h"
#include "server.h"
#include "session.h"

#include <errno.h>
#include <limits.h>
#include <openssl/crypto.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

struct files {
    char directory[PATH_MAX], root[PATH_MAX + 16], log[PATH_MAX + 16], store[PATH_MAX + 16];
};

static bool find_files(struct files *files, const char *directory)
{
    if ((mkdir(directory, 0700) != 0 && errno != EEXIST) ||
        !realpath(directory, files->directory)) {
        fprintf(stderr, "portal: %s: %s\n", directory, strerror(errno));
        return false;
    }
    snprintf(files->root, sizeof files->root, "%s/root.pem", files->directory);
    snprintf(files->log, sizeof files->log, "%s/portal.log", files->directory);
    snprintf(files->store, sizeof files->store, "%s/portal.db", files->directory);
    if (log_open(files->log))
        return true;
    fprintf(stderr, "portal: %s: %s\n", files->log, strerror(errno));
    return false;
}

/* Kept, so that a page that was open before a restart can still be sent. */
static bool load_secret(struct portal *portal)
{
    char hex[TOKEN_SIZE];
    size_t length = 0;

    if (!store_setting(portal->store, "secret", hex, sizeof hex))
        return false;
    if (!hex[0] && (!token_make(hex) || !store_set_setting(portal->store, "secret", hex)))
        return false;
    return OPENSSL_hexstr2buf_ex(portal->secret, sizeof portal->secret, &length, hex, '\0') == 1 &&
           length == sizeof portal->secret;
}

static void name_sites(struct portal *portal, enum server_kind kind, int port)
{
    static const char *const names[SITES] = {"portal.localhost", "download.localhost",
                                             "service.localhost", STATUS_NAME};

    for (int site = 0; site < SITES; site++) {
        if (server_of_site((enum site)site) != kind)
            continue;
        snprintf(portal->host[site], sizeof portal->host[site], "%s:%d", names[site], port);
        snprintf(portal->origin[site], sizeof portal->origin[site], "http%s://%s:%d",
                 kind == SERVER_STATUS ? "" : "s", names[site], port);
    }
    snprintf(portal->ca.status, sizeof portal->ca.status, "%s", portal->origin[SITE_STATUS]);
}

/* The port: as wanted, or the one of the last time, or a free one. */
static struct server *start(struct portal *portal, enum server_kind kind)
{
    static const char *const names[SERVERS] = {"port", "service-port", "status-port"};
    const struct options *options = &portal->options;
    const int wanted[SERVERS] = {options->port, options->service_port, options->status_port};
    const char *name = names[kind];
    char kept[16];
    int port = wanted[kind];

    if (!port && store_setting(portal->store, name, kept, sizeof kept))
        port = atoi(kept);
    struct server *server = server_start(portal, kind, &port);
    if (!server)
        return NULL;
    name_sites(portal, kind, port);
    snprintf(kept, sizeof kept, "%d", port);
    if (store_set_setting(portal->store, name, kept))
        return server;
    server_stop(server);
    return NULL;
}

static void put_json(const char *name, const char *value, const char *after)
{
    printf("\"%s\":\"", name);
    for (; *value; value++) {
        unsigned char c = (unsigned char)*value;
        if (c < 0x20)
            printf("\\u%04x", c);
        else if (c == '"' || c == '\\')
            printf("\\%c", c);
        else
            putchar(c);
    }
    printf("\"%s", after);
}

static void announce(const struct portal *portal, const struct files *files)
{
    putchar('{');
    put_json("portal", portal->origin[SITE_PORTAL], ",");
    put_json("download", portal->origin[SITE_DOWNLOAD], ",");
    put_json("service", portal->origin[SITE_SERVICE], ",");
    put_json("status", portal->origin[SITE_STATUS], ",");
    put_json("root", files->root, ",");
    put_json("log", files->log, "}\n");
    fflush(stdout);
}

/* Blocked before there is any thread: all of them inherit it. */
static void block_signals(sigset_t *ends)
{
    sigemptyset(ends);
    sigaddset(ends, SIGTERM);
    sigaddset(ends, SIGINT);
    pthread_sigmask(SIG_BLOCK, ends, NULL);
    signal(SIGPIPE, SIG_IGN);
}

static bool serve(struct portal *portal, const struct files *files, const sigset_t *ends)
{
    int caught = 0;
    struct server *servers[SERVERS] = {NULL};
    bool good = true;

    for (int kind = 0; good && kind < SERVERS; kind++)
        good = (servers[kind] = start(portal, (enum server_kind)kind)) != NULL;
    for (int kind = 0; good && kind < SERVERS; kind++)
        good = server_run(servers[kind]);
    if (good) {
        announce(portal, files);
        sigwait(ends, &caught);
    }
    for (int kind = 0; kind < SERVERS; kind++)
        server_stop(servers[kind]);
    return good;
}

int main(int argc, char **argv)
{
    struct portal portal = {0};
    struct files files;
    sigset_t ends;
    int code = options_parse(&portal.options, argc, argv);

    if (code >= 0)
        return code;
    umask(077);
    block_signals(&ends);
    bool good = find_files(&files, portal.options.data) && ca_open(&portal.ca, files.directory, portal.options.ca) &&
                responder_open(&portal.responder, &portal.ca, portal.options.status.ocsp) &&
                (portal.store = store_open(files.store)) != NULL && load_secret(&portal) &&
                serve(&portal, &files, &ends);
    store_close(portal.store);
    responder_close(&portal.responder);
    ca_close(&portal.ca);
    OPENSSL_cleanse(&portal.secret, sizeof portal.secret);
    log_close();
    return good ? 0 : 1;
}
