#include "masters.h"

#include "file.h"
#include "text.h"

#include <string.h>

static bool parse_port(const char *text, uint16_t *port)
{
    uint64_t number;
    struct json value = {text, strlen(text)};
    if (!json_whole_number(value, &number) || number == 0 || number > UINT16_MAX) {
        return false;
    }
    *port = (uint16_t)number;
    return true;
}

bool master_address_parse(const char *text, struct master_address *address)
{
    const char *colon = strrchr(text, ':');
    if (colon == NULL || colon == text || !parse_port(colon + 1, &address->port)) {
        return false;
    }
    size_t length = (size_t)(colon - text);
    if (text[0] == '[') {
        if (length < 3 || text[length - 1] != ']') {
            return false;
        }
        text++;
        length -= 2;
    }
    if (length >= sizeof address->host) {
        return false;
    }
    memcpy(address->host, text, length);
    address->host[length] = '\0';
    return true;
}

static bool read_pins(struct json array, struct pins *pins)
{
    struct json element;
    memset(pins, 0, sizeof *pins);
    while (json_next(&array, &element)) {
        char pin[PIN_CHARACTERS + 1];
        size_t length;
        if (!json_string(element, pin, sizeof pin, &length) || !pins_add(pins, pin)) {
            return false;
        }
    }
    return pins->count > 0;
}

static bool read_addresses(struct json array, struct masters *masters)
{
    struct json element;
    masters->count = 0;
    masters->current = 0;
    while (masters->count < MOST_MASTERS && json_next(&array, &element)) {
        char text[300];
        size_t length;
        if (!json_string(element, text, sizeof text, &length)
            || !master_address_parse(text, &masters->addresses[masters->count])) {
            return false;
        }
        masters->count++;
    }
    return masters->count > 0;
}

static bool same_addresses(const struct masters *left, const struct masters *right)
{
    if (left->count != right->count) {
        return false;
    }
    for (size_t i = 0; i < left->count; i++) {
        if (strcmp(left->addresses[i].host, right->addresses[i].host) != 0
            || left->addresses[i].port != right->addresses[i].port) {
            return false;
        }
    }
    return true;
}

bool masters_take(struct masters *masters, struct json answer)
{
    struct json value;
    struct pins pins;
    struct masters fresh;
    bool changed = false;
    if (json_member(answer, "pins", &value) && read_pins(value, &pins)
        && memcmp(&pins, &masters->pins, sizeof pins) != 0) {
        masters->pins = pins;
        changed = true;
    }
    memset(&fresh, 0, sizeof fresh);
    if (json_member(answer, "masters", &value) && read_addresses(value, &fresh) && !same_addresses(&fresh, masters)) {
        fresh.pins = masters->pins;
        *masters = fresh;
        changed = true;
    }
    return changed;
}

bool masters_read(const wchar_t *folder, struct masters *masters)
{
    wchar_t path[MAX_PATH];
    char bytes[MASTERS_MOST_BYTES];
    size_t length;
    struct json content;
    memset(masters, 0, sizeof *masters);
    return file_path(folder, L"master", L".json", path) && file_read(path, bytes, sizeof bytes, &length)
           && json_parse(bytes, length, &content) && masters_take(masters, content) && masters->count > 0
           && masters->pins.count > 0;
}

bool masters_write(const wchar_t *folder, const struct masters *masters)
{
    wchar_t path[MAX_PATH];
    wchar_t unfinished[MAX_PATH];
    char bytes[MASTERS_MOST_BYTES];
    struct text text;
    text_start(&text, bytes, sizeof bytes);
    text_string(&text, "{\"masters\":[");
    for (size_t i = 0; i < masters->count; i++) {
        const struct master_address *address = &masters->addresses[i];
        bool literal = strchr(address->host, ':') != NULL;
        text_string(&text, i == 0 ? "\"" : ",\"");
        text_string(&text, literal ? "[" : "");
        text_string(&text, address->host);
        text_string(&text, literal ? "]:" : ":");
        text_decimal(&text, address->port);
        text_string(&text, "\"");
    }
    text_string(&text, "],\"pins\":[");
    for (size_t i = 0; i < masters->pins.count; i++) {
        text_string(&text, i == 0 ? "\"" : ",\"");
        text_string(&text, masters->pins.values[i]);
        text_string(&text, "\"");
    }
    text_string(&text, "]}\n");
    return !text.overflowed && file_path(folder, L"master", L".json", path)
           && file_path(folder, L"master", L".tmp", unfinished)
           && file_replace(unfinished, path, bytes, text.length);
}

void masters_turn(struct masters *masters)
{
    masters->current = masters->count == 0 ? 0 : (masters->current + 1) % masters->count;
}
