//! What the readers found odd: every defect has its rule, and its sentence in `words`.

mod words;

pub(crate) use words::words;

use crate::defect::DefectKind;
use crate::rule::{Citation, Rule, RuleKind, Severity};

/// All rules about encodings.
pub(crate) const RULES: &[&Rule] = &[
    &TRUNCATED,
    &TRAILING,
    &INDEFINITE,
    &LENGTH,
    &TAG,
    &CONSTRUCTED,
    &BOOLEAN,
    &INTEGER,
    &BITS,
    &ZERO_BITS,
    &OID,
    &CHARACTERS,
    &TIME,
    &DEFAULT,
    &SET,
    &MISSING,
    &UNEXPECTED,
    &EXTRA,
    &EMPTY,
    &RANGE,
    &DUPLICATE,
    &IP,
    &ALGORITHMS,
];

/// The rule that a defect breaks.
pub(crate) const fn rule(kind: &DefectKind) -> &'static Rule {
    match kind {
        DefectKind::Truncated { .. } => &TRUNCATED,
        DefectKind::TrailingBytes { .. } => &TRAILING,
        DefectKind::IndefiniteLength => &INDEFINITE,
        DefectKind::LengthNotMinimal => &LENGTH,
        DefectKind::TagNotMinimal => &TAG,
        DefectKind::ConstructedString => &CONSTRUCTED,
        DefectKind::BooleanNotDer(_) => &BOOLEAN,
        DefectKind::IntegerEmpty | DefectKind::IntegerNotMinimal => &INTEGER,
        DefectKind::UnusedBitsInvalid | DefectKind::UnusedBitsSet => &BITS,
        DefectKind::TrailingZeroBits => &ZERO_BITS,
        DefectKind::OidEmpty | DefectKind::OidNotMinimal | DefectKind::OidTruncated => &OID,
        DefectKind::Characters { .. } | DefectKind::OddLength { .. } => &CHARACTERS,
        DefectKind::Time(_) => &TIME,
        DefectKind::DefaultEncoded(_) => &DEFAULT,
        DefectKind::SetNotSorted => &SET,
        DefectKind::Missing(_) => &MISSING,
        DefectKind::Unexpected { .. } => &UNEXPECTED,
        DefectKind::ExtraField(_) => &EXTRA,
        DefectKind::Empty(_) => &EMPTY,
        DefectKind::OutOfRange(_) => &RANGE,
        DefectKind::DuplicateExtension => &DUPLICATE,
        DefectKind::IpAddressLength(_) => &IP,
        DefectKind::AlgorithmMismatch => &ALGORITHMS,
    }
}

const fn encoding(
    code: &'static str,
    title: &'static str,
    severity: Severity,
    citation: Citation,
    texts: [&'static str; 2],
) -> Rule {
    let [explanation, remedy] = texts;
    Rule { code, title, severity, citation, explanation, remedy, kind: RuleKind::Lint }
}

/// The rule that an object can be read as anything at all.
pub(crate) const UNREADABLE: Rule = encoding(
    "data-unreadable",
    "data that cannot be read as anything",
    Severity::Error,
    Citation::Practice("what this reader recognises"),
    [
        "It is no certificate, request, list, key or bundle, or so damaged that it cannot be told what it was; no TLS stack reads it either.",
        "Copy the file again from where it was issued; compare its SHA-256 on both sides.",
    ],
);

const TRUNCATED: Rule = encoding(
    "element-truncated",
    "an element is longer than what is there",
    Severity::Error,
    Citation::Rfc(5280, "4.1"),
    [
        "The length of an element announces more bytes than follow, so the end of the file is missing or a length was damaged. No TLS stack loads it.",
        "Copy the file again from where it was issued; compare its SHA-256 on both sides.",
    ],
);

const TRAILING: Rule = encoding(
    "trailing-bytes",
    "bytes follow the end",
    Severity::Error,
    Citation::Practice(
        "Go refuses `trailing data`, Java `extra data at the end`; OpenSSL tolerates it in a CA file only",
    ),
    [
        "What follows the end of the structure is not part of it; some stacks refuse the file, others ignore the rest.",
        "Cut the file at the end of the structure, or write the parts as separate PEM blocks.",
    ],
);

const INDEFINITE: Rule = encoding(
    "length-indefinite",
    "indefinite length, which DER forbids",
    Severity::Error,
    Citation::Document("X.690 §10.1"),
    [
        "Certificates are DER: every length is written out. Strict readers refuse the indefinite form of BER.",
        "Have the certificate issued again by software that writes DER.",
    ],
);

const LENGTH: Rule = encoding(
    "length-not-minimal",
    "a length in more bytes than needed",
    Severity::Error,
    Citation::Document("X.690 §10.1"),
    [
        "DER has one way to write a length. Strict readers (Go, rustls, x509-cert) refuse any other.",
        "Have the certificate issued again by software that writes DER.",
    ],
);

const TAG: Rule = encoding(
    "tag-not-minimal",
    "a tag number in the long form",
    Severity::Error,
    Citation::Document("X.690 §8.1.2.4"),
    [
        "Tag numbers below 31 are written in one byte.",
        "Have the certificate issued again by software that writes DER.",
    ],
);

const CONSTRUCTED: Rule = encoding(
    "string-constructed",
    "a string cut into pieces, which DER forbids",
    Severity::Error,
    Citation::Document("X.690 §10.2"),
    [
        "DER strings are primitive; strict readers refuse the constructed form.",
        "Have the certificate issued again by software that writes DER.",
    ],
);

const BOOLEAN: Rule = encoding(
    "boolean-not-der",
    "a BOOLEAN that is neither 00 nor FF",
    Severity::Error,
    Citation::Document("X.690 §11.1"),
    [
        "DER writes TRUE as FF. Strict readers refuse other values.",
        "Have the certificate issued again by software that writes DER.",
    ],
);

const INTEGER: Rule = encoding(
    "integer-not-minimal",
    "an INTEGER that is empty or longer than needed",
    Severity::Error,
    Citation::Document("X.690 §8.3.2"),
    [
        "DER has one way to write a number. Go and other strict readers refuse any other.",
        "Have the certificate issued again by software that writes DER.",
    ],
);

const BITS: Rule = encoding(
    "bit-string-malformed",
    "a BIT STRING with wrong unused bits",
    Severity::Error,
    Citation::Document("X.690 §11.2"),
    [
        "The first byte of a BIT STRING counts the unused bits of the last, 0 to 7, and those bits are zero.",
        "Have the certificate issued again by software that writes DER.",
    ],
);

const ZERO_BITS: Rule = encoding(
    "bit-list-trailing-zeros",
    "a named bit list with trailing zero bits",
    Severity::Warning,
    Citation::Document("X.690 §11.2.2"),
    [
        "DER drops trailing zero bits of keyUsage and its like.",
        "Have the certificate issued again by software that writes DER.",
    ],
);

const OID: Rule = encoding(
    "oid-malformed",
    "an object identifier that is not well-formed",
    Severity::Error,
    Citation::Document("X.690 §8.19"),
    [
        "An identifier that is empty, padded or cut off names nothing reliably.",
        "Correct the identifier in the profile that issued this certificate and issue it again.",
    ],
);

const CHARACTERS: Rule = encoding(
    "string-characters",
    "characters that the string type does not have",
    Severity::Error,
    Citation::Rfc(5280, "4.1.2.4"),
    [
        "Each ASN.1 string type has its alphabet. Go refuses a PrintableString or IA5String with other characters.",
        "Issue the certificate with UTF8String for names, and ASCII only in DNS names, addresses and URIs.",
    ],
);

const TIME: Rule = encoding(
    "time-malformed",
    "a time that is not written as certificates write it",
    Severity::Error,
    Citation::Rfc(5280, "4.1.2.5"),
    [
        "Times are YYMMDDHHMMSSZ or YYYYMMDDHHMMSSZ in UTC, with seconds and without fractions; most stacks refuse others.",
        "Issue the certificate again with times in UTC, whole seconds.",
    ],
);

const DEFAULT: Rule = encoding(
    "default-encoded",
    "a default value written out",
    Severity::Warning,
    Citation::Document("X.690 §11.5"),
    [
        "DER leaves a DEFAULT value out. Some strict readers refuse it, and one that re-encodes the certificate finds its signature broken.",
        "Have the certificate issued again by software that writes DER.",
    ],
);

const SET: Rule = encoding(
    "set-not-sorted",
    "a SET whose elements are not in order",
    Severity::Warning,
    Citation::Document("X.690 §11.6"),
    [
        "DER sorts the elements of a SET, so that equal names are equal bytes.",
        "Have the certificate issued again by software that writes DER.",
    ],
);

const MISSING: Rule = encoding(
    "field-missing",
    "a required field is missing",
    Severity::Error,
    Citation::Rfc(5280, "4.1"),
    [
        "Without the field the structure cannot be relied on; TLS stacks refuse to load it.",
        "Issue the certificate again.",
    ],
);

const UNEXPECTED: Rule = encoding(
    "field-unexpected",
    "another element stands where a field should",
    Severity::Error,
    Citation::Rfc(5280, "4.1"),
    [
        "The structure does not allow this element here; TLS stacks refuse to load it.",
        "Issue the certificate again, and check whether the file is what its label says.",
    ],
);

const EXTRA: Rule = encoding(
    "field-extra",
    "an element that the structure does not define",
    Severity::Error,
    Citation::Rfc(5280, "4.1"),
    ["Strict readers refuse elements that the structure does not define.", "Issue the certificate again."],
);

const EMPTY: Rule = encoding(
    "list-empty",
    "a list that must have elements is empty",
    Severity::Error,
    Citation::Rfc(5280, "4.2"),
    [
        "The ASN.1 module asks for at least one element. Stacks disagree on what an empty list means.",
        "Leave the extension out, or give it the elements it was meant to have.",
    ],
);

const RANGE: Rule = encoding(
    "value-out-of-range",
    "a value outside its range",
    Severity::Error,
    Citation::Rfc(5280, "4.2"),
    [
        "The field does not allow this value; stacks refuse it or misread it.",
        "Correct the value in the profile that issued this certificate and issue it again.",
    ],
);

const DUPLICATE: Rule = encoding(
    "extension-duplicate",
    "two extensions of one type",
    Severity::Error,
    Citation::Rfc(5280, "4.2"),
    [
        "A certificate must not have two extensions of one type. Go, OpenSSL and rustls refuse it.",
        "Remove one of them from the profile that issued this certificate and issue it again.",
    ],
);

const IP: Rule = encoding(
    "ip-address-length",
    "an IP address with an impossible length",
    Severity::Error,
    Citation::Rfc(5280, "4.2.1.6"),
    [
        "An iPAddress has 4 or 16 bytes (8 or 32 in name constraints). Go refuses the whole certificate otherwise, and gRPC fails to read its names.",
        "Write the address with `IP:` in the openssl configuration, not as text or in another form.",
    ],
);

const ALGORITHMS: Rule = encoding(
    "signature-algorithms-differ",
    "two different signature algorithms",
    Severity::Error,
    Citation::Rfc(5280, "4.1.1.2"),
    [
        "The algorithm inside the signed part and the one beside the signature must be the same; every stack refuses a difference.",
        "Issue the certificate again; the file was altered after signing or the issuing software is broken.",
    ],
);
