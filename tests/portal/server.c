/* SPDX-License-Identifier: MPL-2.0 */
#include "server.h"

#include "est.h"
#include "listen.h"
#include "page.h"
#include "sites.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#define CONNECTIONS_MAX 128
#define IDLE_SECONDS 30
#define THREADS 2

struct server {
    struct portal *portal;
    enum server_kind kind;
    int fd[2];
    struct MHD_Daemon *daemon[2];
};

enum server_kind server_of_site(enum site site)
{
    return site == SITE_STATUS ? SERVER_STATUS : site == SITE_SERVICE ? SERVER_SERVICE : SERVER_SITES;
}

/* A host name that is not ours may be an attempt at DNS rebinding. Programs that ask for the status
 * may leave out the port (openssl), or in HTTP/1.0 the name. */
static bool find_site(const struct server *server, struct request *req)
{
    const char *host = request_header(req, "Host");

    if (server->kind == SERVER_STATUS && (!host || strcmp(host, STATUS_NAME) == 0))
        host = req->portal->host[SITE_STATUS];
    for (int site = 0; host && site < SITES; site++) {
        if (server_of_site((enum site)site) == server->kind &&
            strcasecmp(host, req->portal->host[site]) == 0) {
            req->site = (enum site)site;
            return true;
        }
    }
    return false;
}

/* A form of another site can't post here; programs send no Origin. The portal's
 * form leads to the download site. */
static bool origin_good(const struct request *req)
{
    const char *origin = request_header(req, "Origin");

    return strcmp(req->method, "POST") != 0 || !origin ||
           strcmp(origin, req->portal->origin[req->site]) == 0 ||
           (req->site == SITE_DOWNLOAD && strcmp(origin, req->portal->origin[SITE_PORTAL]) == 0);
}

/* A route that ends in / and is longer takes all that lies below it. */
static bool path_fits(const char *route, const char *path)
{
    size_t length = strlen(route);

    return strcmp(route, path) == 0 ||
           (length > 1 && route[length - 1] == '/' && strncmp(route, path, length) == 0);
}

static const struct route *find_route(const struct request *req, bool *other_method)
{
    static const struct route *const tables[] = {asset_routes, portal_routes, history_routes,
                                                 download_routes, service_routes, status_routes};
    const char *method = strcmp(req->method, "HEAD") == 0 ? "GET" : req->method;

    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        for (const struct route *route = tables[i]; route->path; route++) {
            if ((route->site != req->site && route->site != SITES) ||
                !path_fits(route->path, req->path))
                continue;
            if (strcmp(route->method, method) == 0)
                return route;
            *other_method = true;
        }
    }
    return NULL;
}

static enum MHD_Result dispatch(struct request *req)
{
    bool other_method = false;

    if (req->site == SITE_SERVICE && est_is_path(req->path))
        return est_answer(req);
    const struct route *route = find_route(req, &other_method);

    if (route && route->site == SITES)
        return route->handle(req);
    if (server_of_site(req->site) == SERVER_SITES && !options_allow(&req->portal->options, req->address))
        return reply_message(req, MHD_HTTP_FORBIDDEN, "campus", T_CAMPUS_TITLE, T_CAMPUS);
    if (!route && other_method)
        return reply_message(req, MHD_HTTP_METHOD_NOT_ALLOWED, "error", T_METHOD_TITLE, T_METHOD);
    if (!route)
        return reply_message(req, MHD_HTTP_NOT_FOUND, "error", T_MISSING_TITLE, T_MISSING);
    if (req->large_body)
        return reply_message(req, MHD_HTTP_CONTENT_TOO_LARGE, "error", T_FORGED_TITLE, T_BAD_FORM);
    if (req->bad_body)
        return reply_message(req, MHD_HTTP_BAD_REQUEST, "error", T_FORGED_TITLE, T_BAD_FORM);
    if (!origin_good(req))
        return reply_forged(req);
    return route->handle(req);
}

static enum MHD_Result refuse_early(struct MHD_Connection *connection, unsigned int status,
                                    const char *words)
{
    struct MHD_Response *response =
        MHD_create_response_from_buffer(strlen(words), (void *)words, MHD_RESPMEM_PERSISTENT);

    if (!response)
        return MHD_NO;
    MHD_add_response_header(response, "Content-Type", "text/plain; charset=utf-8");
    MHD_add_response_header(response, "Connection", "close");
    enum MHD_Result result = MHD_queue_response(connection, status, response);
    MHD_destroy_response(response);
    return result;
}

/* Before any of the body is taken. */
static enum MHD_Result begin(struct server *server, struct MHD_Connection *connection,
                             const char *method, const char *path, void **state)
{
    struct request *req = request_new(server->portal, connection, method, path);
    const char *length = req ? request_header(req, "Content-Length") : NULL;

    *state = req;
    if (!req)
        return MHD_NO;
    if (!find_site(server, req))
        return refuse_early(connection, MHD_HTTP_MISDIRECTED_REQUEST,
                            "421: there is no site of this name here\n");
    if (length && strtoull(length, NULL, 10) > BODY_DRAIN)
        return refuse_early(connection, MHD_HTTP_CONTENT_TOO_LARGE,
                            "413: this is more than a form can hold\n");
    return MHD_YES;
}

static enum MHD_Result on_request(void *context, struct MHD_Connection *connection,
                                  const char *path, const char *method, const char *version,
                                  const char *data, size_t *size, void **state)
{
    struct request *req = *state;

    (void)version;
    if (!req)
        return begin(context, connection, method, path, state);
    if (*size) {
        bool good = request_feed(req, data, *size);
        *size = 0;
        return good ? MHD_YES : MHD_NO;
    }
    request_ready(req);
    return dispatch(req);
}

static void on_end(void *context, struct MHD_Connection *connection, void **state,
                   enum MHD_RequestTerminationCode code)
{
    (void)context, (void)connection, (void)code;
    request_free(*state);
    *state = NULL;
}

/* TLS libraries log every visitor that hangs up, which nobody needs to read. */
static void no_log(void *context, const char *format, va_list args)
{
    (void)context, (void)format, (void)args;
}

static struct MHD_Daemon *start_daemon(struct server *server, int fd)
{
    const struct ca *ca = &server->portal->ca;
    bool plain = server->kind == SERVER_STATUS;
    struct MHD_OptionItem options[] = {
        {plain ? MHD_OPTION_END : MHD_OPTION_HTTPS_MEM_KEY, 0, ca->tls_key_pem},
        {MHD_OPTION_HTTPS_MEM_CERT, 0, ca->tls_pem},
        {MHD_OPTION_HTTPS_PRIORITIES, 0,
         (char *)"NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2:%SERVER_PRECEDENCE"},
        {MHD_OPTION_DIGEST_AUTH_RANDOM, sizeof server->portal->secret, server->portal->secret},
        {MHD_OPTION_NONCE_NC_SIZE, 64, NULL},
        {server->kind == SERVER_SERVICE ? MHD_OPTION_HTTPS_MEM_TRUST : MHD_OPTION_END, 0, ca->root_pem},
        {MHD_OPTION_END, 0, NULL},
    };

    return MHD_start_daemon(MHD_USE_INTERNAL_POLLING_THREAD | (plain ? 0 : MHD_USE_TLS) |
                                MHD_USE_ERROR_LOG, 0, NULL, NULL, on_request, server,
                            MHD_OPTION_EXTERNAL_LOGGER, no_log, NULL,
                            MHD_OPTION_LISTEN_SOCKET, fd,
                            MHD_OPTION_NOTIFY_COMPLETED, on_end, NULL,
                            MHD_OPTION_CONNECTION_LIMIT, (unsigned int)CONNECTIONS_MAX,
                            MHD_OPTION_CONNECTION_TIMEOUT, (unsigned int)IDLE_SECONDS,
                            MHD_OPTION_THREAD_POOL_SIZE, (unsigned int)THREADS,
                            MHD_OPTION_ARRAY, options, MHD_OPTION_END);
}

struct server *server_start(struct portal *portal, enum server_kind kind, int *port)
{
    struct server *server = calloc(1, sizeof *server);

    if (!server)
        return NULL;
    *server = (struct server){.portal = portal, .kind = kind, .fd = {-1, -1}};
    if (listen_loopback(port, server->fd))
        return server;
    free(server);
    return NULL;
}

bool server_run(struct server *server)
{
    for (int i = 0; i < 2 && server->fd[i] >= 0; i++) {
        server->daemon[i] = start_daemon(server, server->fd[i]);
        if (!server->daemon[i]) {
            fprintf(stderr, "portal: a server can't start\n");
            return false;
        }
    }
    return true;
}

/* A daemon closes the socket that it was given. */
void server_stop(struct server *server)
{
    for (int i = 0; server && i < 2; i++) {
        if (server->daemon[i])
            MHD_stop_daemon(server->daemon[i]);
        else if (server->fd[i] >= 0)
            close(server->fd[i]);
    }
    free(server);
}
