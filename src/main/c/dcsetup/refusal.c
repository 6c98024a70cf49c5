#include "refusal.h"

#include <stddef.h>

const char *refusal(const struct facts *facts, enum signature package)
{
    if (!facts->x64) {
        return "this Windows is not a 64-bit one for x64, and the package is";
    }
    if (!facts->administrator) {
        return "this must be run as an administrator";
    }
    if (!facts->domain_controller) {
        return "this is no domain controller: passwords are not changed here";
    }
    if (facts->read_only) {
        return "this is a read-only domain controller: it passes password changes on to a writable one, install there";
    }
    if (facts->lsa_protected && package != SIGNATURE_MICROSOFT) {
        return "LSA protection (RunAsPPL) is on and the package is not signed by Microsoft: Windows would not load it.\n"
               "Leave LSA protection on, and use the package once it is signed through Microsoft's LSA file signing. Without\n"
               "it passwords that are changed on this domain controller are not captured: their users are shown as gaps";
    }
    if (facts->domain_sid[0] == L'\0' || facts->dc_guid[0] == L'\0') {
        return "the domain's SID or this computer's objectGUID cannot be found out; is the directory service running?";
    }
    return NULL;
}
