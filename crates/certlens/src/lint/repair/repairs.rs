//! Each kind of damage with the programs that stumble over it.

use super::lint;
use crate::rule::Rule;
use crate::rule::Severity::{Error, Notice, Warning};
use crate::source::RepairKind;

/// The citations count the certificates that were loaded from a bundle of two, one or both of them damaged so.
pub(super) static RULES: &[(RepairKind, Rule)] = &[
    (
        RepairKind::ByteOrderMark,
        lint(
            "byte-order-mark",
            Error,
            "a UTF-8 byte order mark stands before a BEGIN line",
            "Go 1 of 2, rustls 1 of 2, Java 0 of 2; OpenSSL, pyca and GnuTLS 2 of 2",
            "Go and rustls skip that certificate, and Java refuses the whole file.",
            "Save the file without a byte order mark.",
        ),
    ),
    (
        RepairKind::Utf16,
        lint(
            "utf-16",
            Error,
            "the file is UTF-16 or UTF-32",
            "Go, OpenSSL, pyca, GnuTLS, Java and rustls 0 of 2",
            "No TLS stack finds a certificate in it.",
            "Save the file as UTF-8 without a byte order mark; in PowerShell, use `-Encoding ascii`.",
        ),
    ),
    (
        RepairKind::CarriageReturnLineFeed,
        lint(
            "carriage-return-line-feed",
            Notice,
            "lines end in CR LF",
            "Go, OpenSSL, pyca, GnuTLS, Java and rustls 2 of 2",
            "Every loader that was tried accepts that.",
            "Save it with LF alone if files are compared byte for byte.",
        ),
    ),
    (
        RepairKind::CarriageReturn,
        lint(
            "carriage-return",
            Error,
            "lines end in CR alone",
            "Go and OpenSSL 0 of 2; pyca, GnuTLS, Java and rustls 2 of 2",
            "Go, OpenSSL and Node find no certificate in such a file.",
            "Save the file with LF line ends.",
        ),
    ),
    (
        RepairKind::Indentation,
        lint(
            "pem-indented",
            Error,
            "lines of the PEM are indented",
            "Go, OpenSSL, Java and rustls 0 of 2; pyca and GnuTLS 2 of 2",
            "Go, OpenSSL, Node, Java and rustls find no certificate in such a file.",
            "Remove the blanks before every line; in YAML, use a block scalar (`|`).",
        ),
    ),
    (
        RepairKind::TrailingBlanks,
        lint(
            "trailing-blanks",
            Notice,
            "lines of the PEM end in blanks",
            "Go, OpenSSL, pyca, GnuTLS, Java and rustls 2 of 2",
            "Every loader that was tried accepts that.",
            "Remove them if files are compared byte for byte.",
        ),
    ),
    (
        RepairKind::JoinedBlocks,
        lint(
            "pem-blocks-joined",
            Error,
            "no line break stands between an END line and the next BEGIN line",
            "Go, OpenSSL and Java 0 of 2, rustls 1 of 2; pyca and GnuTLS 2 of 2",
            "Go, OpenSSL and Java lose both certificates, rustls one.",
            "Put a line break after each END line: end every file with one before joining them with `cat`.",
        ),
    ),
    (
        RepairKind::LiteralNewline,
        lint(
            "literal-newline",
            Error,
            "escapes such as `\\n` stand where lines should end",
            "Go, OpenSSL, pyca, GnuTLS, Java and rustls 0 of 2",
            "No TLS stack finds a certificate in it.",
            "Write real line breaks: `printf '%b' \"$PEM\"` turns the escapes into them.",
        ),
    ),
    (
        RepairKind::EscapedCharacter,
        lint(
            "escaped-characters",
            Error,
            "backslashes stand in the PEM: escapes such as `\\/` or `\\u002b`, or ends of lines that go on",
            "with a foreign character in the body, OpenSSL, pyca, GnuTLS and Java 0 of 2, Go and rustls 1 of 2",
            "To a loader of PEM they are characters that do not belong: OpenSSL, pyca, GnuTLS and Java refuse the whole file.",
            "Take the text as what reads its language decodes it: of JSON, `jq -r` prints a string so.",
        ),
    ),
    (
        RepairKind::Backslashes,
        lint(
            "pem-backslashes",
            Error,
            "backslashes stand before the dashes or within the base64",
            "with a foreign character in the body, OpenSSL, pyca, GnuTLS and Java 0 of 2, Go and rustls 1 of 2",
            "Markdown and chats write them before characters that mean something to them; to a loader of PEM they do not belong.",
            "Remove them, or copy the PEM from the file instead of from a page or a chat.",
        ),
    ),
    (
        RepairKind::BlanksInBody,
        lint(
            "blanks-in-body",
            Notice,
            "blanks stand between the characters of the base64",
            "Go, OpenSSL, pyca, GnuTLS, Java and rustls 2 of 2",
            "Loaders skip blanks as long as the BEGIN and END lines are lines of their own.",
            "Break the lines after 64 characters instead.",
        ),
    ),
    (
        RepairKind::OneLine,
        lint(
            "pem-one-line",
            Error,
            "BEGIN, base64 and END are not on lines of their own",
            "Java 0 of 2, Go, OpenSSL and rustls 1 of 2; pyca and GnuTLS 2 of 2",
            "Java finds no certificate in such a file, and Go, OpenSSL and rustls only the first.",
            "Break the line after BEGIN and before END.",
        ),
    ),
    (
        RepairKind::Quotes,
        lint(
            "pem-quoted",
            Error,
            "quotation marks or commas stand around lines of the PEM",
            "Go, OpenSSL, Java and rustls 1 of 2; pyca and GnuTLS 0 of 2",
            "Go, OpenSSL, Java and rustls skip that certificate; pyca and GnuTLS refuse the whole file.",
            "Remove them.",
        ),
    ),
    (
        RepairKind::LinePrefix,
        lint(
            "pem-line-prefix",
            Error,
            "something such as `> ` or the time of a log stands before every line of the PEM",
            "Go, OpenSSL, Java and rustls 1 of 2; pyca and GnuTLS 0 of 2",
            "Go, OpenSSL, Java and rustls skip that certificate; pyca and GnuTLS refuse the whole file.",
            "Remove it from every line.",
        ),
    ),
    (
        RepairKind::TextBeforeArmour,
        lint(
            "text-before-begin",
            Error,
            "other text stands before BEGIN on the same line",
            "with blanks before BEGIN, Go, OpenSSL, Java and rustls 0 of 2",
            "Go, OpenSSL, Java and rustls look for BEGIN at the beginning of a line only.",
            "Begin a new line before BEGIN.",
        ),
    ),
    (
        RepairKind::InvisibleCharacter,
        lint(
            "invisible-character",
            Error,
            "no-break or zero-width characters stand in the PEM",
            "Go and rustls 1 of 2, Java and GnuTLS 0 of 2; OpenSSL and pyca 2 of 2",
            "Go and rustls skip that certificate; Java and GnuTLS refuse the whole file.",
            "Retype the line, or copy the PEM from the file instead of from a page or a chat.",
        ),
    ),
    (
        RepairKind::Dashes,
        lint(
            "pem-dashes",
            Error,
            "the dashes of BEGIN or END are not hyphens",
            "Go, OpenSSL, pyca, GnuTLS, Java and rustls 1 of 2",
            "No TLS stack reads that certificate.",
            "Write five hyphens (`-----`), and turn smart punctuation off.",
        ),
    ),
    (
        RepairKind::DashCount,
        lint(
            "pem-dash-count",
            Error,
            "BEGIN or END has other than five dashes on a side",
            "Java 0 of 2; Go, OpenSSL, pyca, GnuTLS and rustls 1 of 2",
            "Java refuses the whole file, and the others skip that certificate.",
            "Write five hyphens (`-----`) on both sides.",
        ),
    ),
    (
        RepairKind::MissingEnd,
        lint(
            "pem-end-missing",
            Error,
            "there is no END line",
            "pyca, Java and rustls 0 of 2, Go and OpenSSL 1 of 2; GnuTLS 2 of 2",
            "pyca, Java and rustls refuse the whole file, and Go and OpenSSL skip that certificate.",
            "Add the END line, and check that nothing before it was cut off.",
        ),
    ),
    (
        RepairKind::MissingBegin,
        lint(
            "pem-begin-missing",
            Error,
            "there is no BEGIN line",
            "base64 without armour: Go, OpenSSL, pyca, GnuTLS, Java and rustls 0 of 2",
            "Without it the base64 is text that loaders skip.",
            "Add the BEGIN line, and check that nothing after it was cut off.",
        ),
    ),
    (
        RepairKind::LabelMismatch,
        lint(
            "pem-label-mismatch",
            Error,
            "the BEGIN line and the END line name different things",
            "pyca and Java 0 of 2; Go and OpenSSL 1 of 2, GnuTLS 1 or 2 of 2",
            "Go and OpenSSL skip that certificate; pyca and Java refuse the whole file.",
            "Write in both what the block holds.",
        ),
    ),
    (
        RepairKind::ForeignLabel,
        lint(
            "pem-label-foreign",
            Error,
            "the label is one that only some programs know",
            "Go, GnuTLS and rustls 1 of 2; OpenSSL and Java 2 of 2",
            "Go and rustls read `CERTIFICATE` only and skip that block.",
            "Convert it with `openssl x509`, which writes `CERTIFICATE`.",
        ),
    ),
    (
        RepairKind::LabelBlanks,
        lint(
            "pem-label-blanks",
            Error,
            "blanks stand between the label and its dashes, or two within it",
            "Java 0 of 2, pyca 0 or 1 of 2; Go, OpenSSL and GnuTLS 1 of 2",
            "Go, OpenSSL and GnuTLS skip that certificate; Java refuses the whole file.",
            "Write the line as `-----BEGIN CERTIFICATE-----`, with one blank after BEGIN and after END.",
        ),
    ),
    (
        RepairKind::LabelCase,
        lint(
            "pem-label-case",
            Error,
            "the label is not in capitals",
            "Go, OpenSSL, pyca, GnuTLS and rustls 1 of 2; Java 2 of 2",
            "Go, OpenSSL, pyca, GnuTLS and rustls skip that certificate.",
            "Write it in capitals.",
        ),
    ),
    (
        RepairKind::MissingPadding,
        lint(
            "base64-padding-missing",
            Error,
            "`=` is missing at the end of the base64",
            "OpenSSL, pyca and GnuTLS 0 of 2, Go 1 of 2; Java and rustls 2 of 2",
            "OpenSSL, pyca and GnuTLS refuse the whole file, and Go skips that certificate.",
            "Write the certificate anew with `openssl x509`, and check that nothing was cut off.",
        ),
    ),
    (
        RepairKind::ExcessPadding,
        lint(
            "base64-padding-excess",
            Warning,
            "there is more `=` at the end of the base64 than belongs there",
            "RFC 4648 §3.2",
            "RFC 4648 allows decoders to refuse it.",
            "Write the certificate anew with `openssl x509`.",
        ),
    ),
    (
        RepairKind::TrailingBits,
        lint(
            "base64-trailing-bits",
            Warning,
            "the last character of the base64 holds bits that belong to no byte",
            "RFC 4648 §3.5",
            "RFC 4648 allows decoders to refuse it; it may be the trace of a lost or changed character.",
            "Write the certificate anew with `openssl x509`, and compare its fingerprint with the original.",
        ),
    ),
    (
        RepairKind::UrlSafeAlphabet,
        lint(
            "base64-url-safe",
            Error,
            "the base64 has `-` and `_` instead of `+` and `/`",
            "with a foreign character in the body, OpenSSL, pyca, GnuTLS and Java 0 of 2, Go and rustls 1 of 2",
            "To a loader of PEM those are characters that do not belong: OpenSSL, pyca, GnuTLS and Java refuse the whole file.",
            "Replace `-` by `+` and `_` by `/`.",
        ),
    ),
    (
        RepairKind::StrayCharacter,
        lint(
            "base64-stray-character",
            Error,
            "characters that do not belong stand in the base64, and were left out",
            "OpenSSL, pyca, GnuTLS and Java 0 of 2, Go and rustls 1 of 2",
            "OpenSSL, pyca, GnuTLS and Java refuse the whole file, and Go and rustls skip that certificate.",
            "Remove them, and compare the fingerprint with the original.",
        ),
    ),
    (
        RepairKind::LostCharacter,
        lint(
            "base64-lost-character",
            Error,
            "a character that does not belong stands in place of one of the base64, and reading stopped there",
            "OpenSSL, pyca, GnuTLS and Java 0 of 2, Go and rustls 1 of 2",
            "OpenSSL, pyca, GnuTLS and Java refuse the whole file, and Go and rustls skip that certificate.",
            "Take the certificate from its source again: the lost character cannot be known.",
        ),
    ),
    (
        RepairKind::LoneCharacter,
        lint(
            "base64-lone-character",
            Error,
            "the base64 ends within a byte",
            "cut off, OpenSSL, pyca, GnuTLS and Java 0 of 2, Go and rustls 1 of 2",
            "It was cut off: OpenSSL, pyca, GnuTLS and Java refuse the whole file.",
            "Take the certificate from its source again.",
        ),
    ),
    (
        RepairKind::BlankLine,
        lint(
            "pem-blank-line",
            Error,
            "empty lines stand within the block",
            "OpenSSL and pyca 0 of 2; Go, GnuTLS, Java and rustls 2 of 2",
            "OpenSSL and pyca refuse the whole file.",
            "Remove them.",
        ),
    ),
    (
        RepairKind::CommentInBody,
        lint(
            "pem-comment",
            Error,
            "comments stand within the block",
            "with a foreign character in the body, OpenSSL, pyca, GnuTLS and Java 0 of 2, Go and rustls 1 of 2",
            "To a loader of PEM they are characters that do not belong: OpenSSL, pyca, GnuTLS and Java refuse the whole file.",
            "Move them before the BEGIN line.",
        ),
    ),
    (
        RepairKind::Headers,
        lint(
            "pem-headers",
            Error,
            "header fields stand before the base64",
            "Go and rustls 1 of 2, OpenSSL, GnuTLS and Java 0 of 2; pyca 2 of 2",
            "Go and rustls skip that certificate; OpenSSL, GnuTLS and Java refuse the whole file.",
            "Remove them, or move them before the BEGIN line.",
        ),
    ),
    (
        RepairKind::DoubleBase64,
        lint(
            "double-base64",
            Error,
            "the PEM was encoded in base64 once more",
            "Go, OpenSSL, pyca, GnuTLS, Java and rustls 0 of 2",
            "No TLS stack finds a certificate in it.",
            "Decode it once with `base64 -d`; in a Secret, put values that are encoded already into `data` and not into `stringData`.",
        ),
    ),
    (
        RepairKind::HtmlEntity,
        lint(
            "html-entities",
            Error,
            "HTML entities or tags stand in the PEM",
            "with a foreign character in the body, OpenSSL, pyca, GnuTLS and Java 0 of 2, Go and rustls 1 of 2",
            "To a loader of PEM they are characters that do not belong: OpenSSL, pyca, GnuTLS and Java refuse the whole file.",
            "Copy the text as the page shows it, not its source.",
        ),
    ),
    (
        RepairKind::PercentEncoding,
        lint(
            "percent-encoding",
            Error,
            "the PEM is percent-encoded",
            "with characters in place of line breaks, Go, OpenSSL, pyca, GnuTLS, Java and rustls 0 of 2",
            "That is how proxies put a certificate into a header; a loader of PEM finds no lines in it.",
            "Decode it as a URL before a loader of PEM is to read it.",
        ),
    ),
    (
        RepairKind::NoArmour,
        lint(
            "pem-armour-missing",
            Error,
            "the base64 has no BEGIN and END lines",
            "Go, OpenSSL, pyca, GnuTLS, Java and rustls 0 of 2",
            "No TLS stack finds a certificate in it.",
            "Put `-----BEGIN CERTIFICATE-----` before it and `-----END CERTIFICATE-----` after it.",
        ),
    ),
    (
        RepairKind::Hexadecimal,
        lint(
            "hexadecimal",
            Error,
            "the bytes are written as digits, numbers or escapes",
            "no loader of PEM reads anything but base64",
            "No TLS stack reads them so.",
            "Turn them into a file, hexadecimal digits with `xxd -r -p` and a dump of xxd with `xxd -r`, and that into PEM with `openssl x509 -inform DER`.",
        ),
    ),
];
