//! The inventory as comma-separated values (RFC 4180), for spreadsheets.

use crate::report::document::{InspectionDocument, ObjectDocument};

const COLUMNS: [&str; 16] = [
    "id",
    "kind",
    "title",
    "found at",
    "subject",
    "issuer",
    "serial",
    "not before",
    "not after",
    "validity",
    "role",
    "subject alternative names",
    "key algorithm",
    "signature algorithm",
    "sha256",
    "spki sha256",
];

/// A header and a line for each object.
#[must_use]
pub fn csv(document: &InspectionDocument) -> String {
    let mut text = String::new();
    line(&mut text, COLUMNS.map(str::to_owned));
    for object in &document.objects {
        line(&mut text, cells(object));
    }
    text
}

fn cells(object: &ObjectDocument) -> [String; 16] {
    let places: Vec<String> = object
        .origins
        .iter()
        .map(|origin| {
            if origin.path.starts_with(&origin.source) {
                origin.path.clone()
            } else {
                format!("{} › {}", origin.source, origin.path)
            }
        })
        .collect();
    let of = |field: fn(&crate::report::document::CertificateDocument) -> String| {
        object.certificate.as_ref().map(field).unwrap_or_default()
    };
    [
        object.id.to_string(),
        object.kind.name().to_owned(),
        object.title.clone(),
        places.join("\n"),
        of(|certificate| certificate.subject.clone()),
        of(|certificate| certificate.issuer.clone()),
        of(|certificate| certificate.serial.clone()),
        of(|certificate| certificate.not_before.clone()),
        of(|certificate| certificate.not_after.clone()),
        of(|certificate| certificate.validity_state.name().to_owned()),
        of(|certificate| certificate.role.name().to_owned()),
        of(|certificate| certificate.subject_alternative_names.join("\n")),
        object.key_algorithm.clone().unwrap_or_default(),
        of(|certificate| certificate.signature_algorithm.clone()),
        object.sha256.clone().unwrap_or_default(),
        object.spki_sha256.clone().unwrap_or_default(),
    ]
}

fn line<const N: usize>(out: &mut String, cells: [String; N]) {
    let cells = cells.map(|cell| self::cell(&cell));
    out.push_str(&cells.join(","));
    // RFC 4180 §2 ends lines in CRLF.
    out.push_str("\r\n");
}

/// In quotation marks (RFC 4180 §2.5 to 2.7). What a spreadsheet would take for a formula is kept from being one by an apostrophe:
/// names in certificates are written by strangers.
fn cell(text: &str) -> String {
    let is_formula = text.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠', '\t', '\r'])
        || text.starts_with(['\t', '\r', '\n']);
    let mark = if is_formula { "'" } else { "" };
    format!("\"{mark}{}\"", text.replace('"', "\"\"").replace('\0', ""))
}

#[cfg(test)]
mod tests {
    use super::cell;

    #[test]
    fn cells_are_quoted_and_are_no_formulas() {
        let rows = [
            ("plain", "\"plain\""),
            ("a,b", "\"a,b\""),
            ("two\nlines", "\"two\nlines\""),
            ("say \"x\"", "\"say \"\"x\"\"\""),
            ("=HYPERLINK(\"http://a\")", "\"'=HYPERLINK(\"\"http://a\"\")\""),
            ("+1", "\"'+1\""),
            ("-1", "\"'-1\""),
            (" @SUM(A1)", "\"' @SUM(A1)\""),
            ("\t=1", "\"'\t=1\""),
            ("＝1", "\"'＝1\""),
            ("", "\"\""),
        ];
        for (text, expected) in rows {
            assert_eq!(cell(text), expected, "{text:?}");
        }
    }
}
