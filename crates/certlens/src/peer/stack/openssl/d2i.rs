//! `d2i_X509`: the templates of a certificate (`crypto/x509/x_x509.c`, `x_name.c`, `x_pubkey.c`, `x_exten.c`). It looks neither
//! into extensions nor into the key (recorded: `der-nonminimal-length-server`, `der-v4-server`, `ext-bc-garbage-server`).

use super::raised::Queue;
use super::template::{self, Item, Tagging, field};
use crate::der::tag;

const INTEGER: Item = Item::Primitive(tag::INTEGER);
const BITS: Item = Item::Primitive(tag::BIT_STRING);
const OID: Item = Item::Primitive(tag::OID);
const ALGORITHM: Item = Item::Sequence(
    "X509_ALGOR",
    &[field("algorithm", &OID), field("parameter", &Item::Any).tagged(Tagging::Optional)],
);
/// `ASN1_PRINTABLE`, with the types that are unknown to it, and `ASN1_TIME`.
const PRINTABLE: Item =
    Item::Strings("ASN1_PRINTABLE", &[3, 7, 8, 9, 11, 12, 13, 14, 15, 16, 18, 19, 20, 22, 28, 29, 30, 31]);
const TIME: Item = Item::Strings("ASN1_TIME", &[tag::UTC_TIME, tag::GENERALIZED_TIME]);
const ATTRIBUTE: Item =
    Item::Sequence("X509_NAME_ENTRY", &[field("object", &OID), field("value", &PRINTABLE)]);
const NAME: Item = Item::Name(&Item::Of(tag::SEQUENCE, &Item::Of(tag::SET, &ATTRIBUTE)));
const EXTENSION: Item = Item::Sequence(
    "X509_EXTENSION",
    &[
        field("object", &OID),
        field("critical", &Item::Primitive(tag::BOOLEAN)).tagged(Tagging::Optional),
        field("value", &Item::Primitive(tag::OCTET_STRING)),
    ],
);
const SIGNED: Item = Item::Sequence(
    "X509_CINF",
    &[
        field("version", &INTEGER).tagged(Tagging::Explicit(0)),
        field("serialNumber", &INTEGER),
        field("signature", &ALGORITHM),
        field("issuer", &NAME),
        field(
            "validity",
            &Item::Sequence("X509_VAL", &[field("notBefore", &TIME), field("notAfter", &TIME)]),
        ),
        field("subject", &NAME),
        field(
            "key",
            &Item::Sequence("X509_PUBKEY", &[field("algor", &ALGORITHM), field("public_key", &BITS)]),
        ),
        field("issuerUID", &BITS).tagged(Tagging::Implicit(1)),
        field("subjectUID", &BITS).tagged(Tagging::Implicit(2)),
        field("extensions", &Item::Of(tag::SEQUENCE, &EXTENSION)).tagged(Tagging::Explicit(3)),
    ],
);
const X509: Item = Item::Sequence(
    "X509",
    &[field("cert_info", &SIGNED), field("sig_alg", &ALGORITHM), field("signature", &BITS)],
);

/// What `d2i_X509` raises of the certificate at the beginning of these bytes; an empty queue where it reads one.
pub(in crate::peer::stack) fn raised(der: &[u8]) -> Queue {
    template::raised(&X509, der)
}

#[cfg(test)]
mod tests {
    use super::raised as d2i;
    use crate::peer::stack::openssl::raised::{
        BAD_OBJECT_HEADER, FIELD_MISSING, NESTED_ITEM, NESTED_TEMPLATE, OBJECT_TOO_LONG, WRONG_TAG,
    };

    #[test]
    fn leaves_what_openssl_leaves() {
        let in_signed = [NESTED_ITEM.of("X509_CINF"), NESTED_TEMPLATE.field("cert_info", "X509")];
        assert_eq!(d2i(&[0x30, 0]), [FIELD_MISSING.field("cert_info", "X509")]);
        assert_eq!(d2i(&[0x31, 0]), [WRONG_TAG, NESTED_ITEM.of("X509")]);
        assert_eq!(d2i(&[0x30, 9, 0x30, 0]), [OBJECT_TOO_LONG, BAD_OBJECT_HEADER, NESTED_ITEM.of("X509")]);
        assert_eq!(d2i(&[0x30, 2, 5, 0]), [&[WRONG_TAG], in_signed.as_slice()].concat());
    }
}
