/* SPDX-License-Identifier: MPL-2.0 */
/* XML that can't be trusted: how much of it is read, and what it may declare. */
#include "fixture.h"
#include "formats/xmltree.h"

static enum nh_status parse(const char *text, size_t length)
{
    struct nh_xml *root = NULL;
    enum nh_status status = nh_xml_parse(text, length, &root, &err);
    assert_int_equal(root != NULL, status == NH_OK);
    nh_xml_free(&root);
    return status;
}

static enum nh_status parse_text(const char *text)
{
    return parse(text, strlen(text));
}

/* `begin`, `count` times `one`, and `ends` times `end`. */
static enum nh_status parse_many(const char *begin, const char *one, size_t count, const char *end,
                                 size_t ends)
{
    struct nh_buf text = {.limit = 1 << 20};
    assert_true(nh_buf_add(&text, begin, strlen(begin)));
    for (size_t i = 0; i < count; i++)
        assert_true(nh_buf_add(&text, one, strlen(one)));
    for (size_t i = 0; i < ends; i++)
        assert_true(nh_buf_add(&text, end, strlen(end)));
    enum nh_status status = parse((const char *)text.data, text.length);
    nh_buf_reset(&text);
    return status;
}

static void elements_have_a_bound(void **state)
{
    (void)state;
    assert_int_equal(parse_many("<a>", "<b/>", 19999, "</a>", 1), NH_OK);
    assert_int_equal(parse_many("<a>", "<b/>", 20000, "</a>", 1), NH_BAD_DATA);
}

static void depth_has_a_bound(void **state)
{
    (void)state;
    assert_int_equal(parse_many("", "<a>", 64, "</a>", 64), NH_OK);
    assert_int_equal(parse_many("", "<a>", 65, "</a>", 65), NH_BAD_DATA);
}

/* Elements that have ended don't count for the depth. */
static void depth_goes_back(void **state)
{
    (void)state;
    assert_int_equal(parse_many("<a>", "<b><c/></b>", 200, "</a>", 1), NH_OK);
}

static void size_has_a_bound(void **state)
{
    char *text = malloc(NH_XML_MAX + 1);
    (void)state;
    assert_non_null(text);
    memset(text, ' ', NH_XML_MAX + 1);
    memcpy(text, "<a/>", 4);
    assert_int_equal(parse(text, NH_XML_MAX), NH_OK);
    assert_int_equal(parse(text, NH_XML_MAX + 1), NH_TOO_LARGE);
    free(text);
}

static void a_doctype_names_and_declares_nothing(void **state)
{
    static const struct {
        const char *text;
        enum nh_status status;
    } cases[] = {
        {"<!DOCTYPE a><a/>", NH_OK},
        {"<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>", NH_OK},
        {"<!DOCTYPE a PUBLIC '-//A//B' 'http://a.example/x.dtd'><a>b</a>", NH_OK},
        {"<!DOCTYPE a []><a/>", NH_BAD_DATA},
        {"<!DOCTYPE a [<!ENTITY b 'c'>]><a/>", NH_BAD_DATA},
        {"<!DOCTYPE a [<!ELEMENT a ANY>]><a/>", NH_BAD_DATA},
        {"<!DOCTYPE a SYSTEM 'x' [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>",
         NH_BAD_DATA},
        {"<!DOCTYPE a SYSTEM 'x' [%b;]><a/>", NH_BAD_DATA},
        /* One that may be declared elsewhere, and one of XML itself. */
        {"<!DOCTYPE a SYSTEM 'x'><a>&b;</a>", NH_BAD_DATA},
        {"<!DOCTYPE a SYSTEM 'x'><a>&amp;&#65;</a>", NH_OK},
        {"<a>&b;</a>", NH_BAD_DATA},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (parse_text(cases[i].text) != cases[i].status)
            fail_msg("%s: %s", cases[i].text, cases[i].status ? "taken" : "refused");
}

/* An element is found by its whole name, the first one, and only inside its own parent. */
static void a_way_leads_to_its_element_alone(void **state)
{
    static const char text[] = "<x:a><bc>1</bc><b><c q='2' qq='3'>4</c></b><b><c>5</c></b></x:a>";
    struct nh_xml *root = NULL;
    (void)state;
    assert_int_equal(nh_xml_parse(text, strlen(text), &root, &err), NH_OK);
    assert_string_equal(root->name, "a");
    assert_string_equal(nh_xml_at(root, "b/c")->text, "4");
    assert_string_equal(nh_xml_at(root, "bc")->text, "1");
    assert_null(nh_xml_at(root, "b/cc"));
    assert_null(nh_xml_at(root, "bc/c"));
    assert_string_equal(nh_xml_find(root->children, "b")->children->text, "4");
    assert_null(nh_xml_find(root->children, "c"));
    const struct nh_xml *element = nh_xml_at(root, "b/c");
    assert_string_equal(nh_xml_attribute(element, "q"), "2");
    assert_null(nh_xml_attribute(element, "3"));
    nh_xml_free(&root);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(elements_have_a_bound),
        cmocka_unit_test(depth_has_a_bound),
        cmocka_unit_test(depth_goes_back),
        cmocka_unit_test(size_has_a_bound),
        cmocka_unit_test(a_doctype_names_and_declares_nothing),
        cmocka_unit_test(a_way_leads_to_its_element_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
