/* SPDX-License-Identifier: MPL-2.0 */
#include "formats/xmltree.h"

#include "base/buf.h"
#include "base/wiped.h"

#include <expat.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define DEPTH_MOST 64
#define ELEMENTS_MOST 20000

struct reading {
    XML_Parser parser;
    struct nh_xml *root, *here; /* `here` is the open element */
    struct nh_xml *last;        /* the last child of `here`, or NULL */
    struct nh_buf text;         /* of `here` since its start or its last child */
    size_t elements;
    int depth;
    enum nh_status wrong;
};

static void stop(struct reading *r, enum nh_status status)
{
    r->wrong = status;
    XML_StopParser(r->parser, XML_FALSE);
}

static char *local_name(const char *name)
{
    const char *colon = strrchr(name, ':');
    return strdup(colon ? colon + 1 : name);
}

static bool copy_attributes(struct nh_xml *element, const XML_Char **attributes)
{
    size_t count = 0;
    while (attributes[count])
        count++;
    element->attributes = calloc(count + 1, sizeof *element->attributes);
    for (size_t i = 0; element->attributes && i < count; i++) {
        element->attributes[i] = i % 2 ? strdup(attributes[i]) : local_name(attributes[i]);
        if (!element->attributes[i])
            return false;
    }
    return element->attributes != NULL;
}

/* Keep the text read so far. */
static bool keep_text(struct reading *r)
{
    struct nh_xml *element = r->here;
    size_t had = element->text ? strlen(element->text) : 0;
    char *text = malloc(had + r->text.length + 1);
    if (!text)
        return false;
    if (had)
        memcpy(text, element->text, had);
    nh_free_secret(element->text, had);
    if (r->text.length)
        memcpy(text + had, r->text.data, r->text.length);
    text[had + r->text.length] = '\0';
    element->text = text;
    nh_buf_reset(&r->text);
    return true;
}

/* Spaces around the text are only formatting. */
static void trim(char *text)
{
    static const char blanks[] = " \t\r\n";
    size_t before = strspn(text, blanks), length = strlen(text);
    while (length > before && strchr(blanks, text[length - 1]))
        length--;
    memmove(text, text + before, length - before);
    text[length - before] = '\0';
}

static bool push(struct reading *r, const XML_Char *name, const XML_Char **attributes)
{
    struct nh_xml *element = calloc(1, sizeof *element);
    if (!element)
        return false;
    element->parent = r->here;
    if (r->last)
        r->last->next = element;
    else if (r->here)
        r->here->children = element;
    else
        r->root = element;
    bool kept = !r->here || keep_text(r);
    r->here = element;
    r->last = NULL;
    element->name = local_name(name);
    return kept && element->name && copy_attributes(element, attributes);
}

static void XMLCALL on_start(void *data, const XML_Char *name, const XML_Char **attributes)
{
    struct reading *r = data;
    if (++r->depth > DEPTH_MOST || ++r->elements > ELEMENTS_MOST)
        stop(r, NH_BAD_DATA);
    else if (!push(r, name, attributes))
        stop(r, NH_SYSTEM);
}

static void XMLCALL on_end(void *data, const XML_Char *name)
{
    struct reading *r = data;
    (void)name;
    if (r->wrong) /* the end of an empty element is reported even after the parser was stopped */
        return;
    if (!keep_text(r)) {
        stop(r, NH_SYSTEM);
        return;
    }
    trim(r->here->text);
    r->depth--;
    r->last = r->here;
    r->here = r->here->parent;
}

static void XMLCALL on_text(void *data, const XML_Char *text, int length)
{
    struct reading *r = data;
    if (!nh_buf_add(&r->text, text, (size_t)length))
        stop(r, NH_SYSTEM);
}

static void XMLCALL on_doctype(void *data, const XML_Char *name, const XML_Char *system,
                               const XML_Char *public, int declares)
{
    (void)name;
    (void)system;
    (void)public;
    if (declares)
        stop(data, NH_BAD_DATA);
}

/* An entity may be declared in an external file, which is not read. */
static void XMLCALL on_skipped(void *data, const XML_Char *name, int is_parameter)
{
    (void)name;
    (void)is_parameter;
    stop(data, NH_BAD_DATA);
}

static enum nh_status run(struct reading *r, const void *data, size_t length, struct nh_error *err)
{
    XML_SetUserData(r->parser, r);
    XML_SetElementHandler(r->parser, on_start, on_end);
    XML_SetCharacterDataHandler(r->parser, on_text);
    XML_SetStartDoctypeDeclHandler(r->parser, on_doctype);
    XML_SetSkippedEntityHandler(r->parser, on_skipped);
    if (XML_Parse(r->parser, data, (int)length, XML_TRUE) == XML_STATUS_OK)
        return NH_OK;
    return r->wrong == NH_SYSTEM
               ? nh_fail_memory(err)
               : nh_fail(err, NH_BAD_DATA, NULL, "The XML in this file can't be read.");
}

/* The parser's own memory may have held a password. */
static const XML_Memory_Handling_Suite clean_memory = {malloc, nh_wiped_realloc, nh_wiped_free};

enum nh_status nh_xml_parse(const void *data, size_t length, struct nh_xml **root,
                            struct nh_error *err)
{
    struct reading reading = {.parser = NULL};
    if (length > NH_XML_MAX)
        return nh_fail(err, NH_TOO_LARGE, NULL, "This file is larger than %zu KiB.",
                       NH_XML_MAX >> 10);
    reading.parser = XML_ParserCreate_MM(NULL, &clean_memory, NULL);
    enum nh_status status = reading.parser ? run(&reading, data, length, err) : nh_fail_memory(err);
    if (reading.parser)
        XML_ParserFree(reading.parser);
    nh_buf_reset(&reading.text);
    if (status)
        nh_xml_free(&reading.root);
    else
        *root = reading.root;
    return status;
}

/* Without recursion, so that no document is too deep or too long for the stack. */
void nh_xml_free(struct nh_xml **root)
{
    struct nh_xml *element = *root;
    *root = NULL;
    while (element) {
        struct nh_xml *child = element->children, *next = element->next;
        if (child) {
            element->children = NULL;
            element = child;
            continue;
        }
        next = next ? next : element->parent;
        for (char **attribute = element->attributes; attribute && *attribute; attribute++)
            free(*attribute);
        free(element->attributes);
        free(element->name);
        nh_free_secret(element->text, element->text ? strlen(element->text) : 0);
        free(element);
        element = next;
    }
}

const struct nh_xml *nh_xml_find(const struct nh_xml *first, const char *name)
{
    while (first && strcmp(first->name, name) != 0)
        first = first->next;
    return first;
}

const struct nh_xml *nh_xml_at(const struct nh_xml *element, const char *way)
{
    while (element && *way) {
        size_t length = strcspn(way, "/");
        const struct nh_xml *child = element->children;
        while (child && (strncmp(child->name, way, length) != 0 || child->name[length]))
            child = child->next;
        element = child;
        way += length + (way[length] == '/');
    }
    return element;
}

const char *nh_xml_attribute(const struct nh_xml *element, const char *name)
{
    for (char **attribute = element->attributes; *attribute; attribute += 2) {
        if (strcmp(*attribute, name) == 0)
            return attribute[1];
    }
    return NULL;
}
