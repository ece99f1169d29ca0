//! The name of the variable or key that a value is given to, in a text of no known structure.
//!
//! What two variables hold are two files, although they stand in one.

/// The name before a value that begins at `at`: `CERT="…`, `export CERT='…`, `tls.crt: …`, `"cert": "…`, `cert = <<EOF` on the line before.
pub(super) fn before(text: &[u8], at: usize) -> Option<&str> {
    /// Longest line before a value, and longest name, that are looked at.
    const LONGEST: usize = 256;
    const LONGEST_NAME: usize = 64;
    let before = text.get(..at)?;
    let before = before.get(before.len().saturating_sub(LONGEST)..)?;
    let (above, own) = match before.iter().rposition(|byte| *byte == b'\n') {
        Some(line_end) => (before.get(..line_end)?, before.get(line_end + 1..)?),
        None => (&[][..], before),
    };
    let is_quote = |byte: &u8| matches!(byte, b'"' | b'\'' | b'`');
    let line = if own.trim_ascii().is_empty() {
        let line_start = above.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
        without_opening(above.get(line_start..)?.trim_ascii_end())?
    } else {
        let blanks = |byte: &u8| is_quote(byte) || byte.is_ascii_whitespace();
        let end = own.iter().rposition(|byte| !blanks(byte))? + 1;
        own.get(..end)?
    };
    let named =
        line.strip_suffix(b":=").or_else(|| line.strip_suffix(b"=")).or_else(|| line.strip_suffix(b":"))?;
    let named = named.trim_ascii_end();
    let named = named.strip_suffix(b"\"").or_else(|| named.strip_suffix(b"'")).unwrap_or(named);
    let is_letter = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.');
    let start = named.iter().rposition(|byte| !is_letter(byte)).map_or(0, |end| end + 1);
    let name = core::str::from_utf8(named.get(start..)?).ok()?;
    let is_name = name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_');
    (is_name && name.len() <= LONGEST_NAME).then_some(name)
}

/// The line before a value that begins on a line of its own, without what opens that: `<<EOF`, `<<-"EOF"`, a quotation mark.
fn without_opening(line: &[u8]) -> Option<&[u8]> {
    if let Some(start) = line.windows(2).position(|pair| pair == b"<<") {
        return Some(line.get(..start)?.trim_ascii_end());
    }
    let quote = line.last().filter(|byte| matches!(byte, b'"' | b'\'' | b'`'));
    quote.and_then(|_| line.get(..line.len() - 1)).map(<[u8]>::trim_ascii_end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_variables_and_keys() {
        let rows = [
            ("CERT=", Some("CERT")),
            ("export TLS_CERT='", Some("TLS_CERT")),
            ("a: 1\ntls.crt: ", Some("tls.crt")),
            ("  \"cert\": \"", Some("cert")),
            ("map[ca.crt:", Some("ca.crt")),
            ("cert := `", Some("cert")),
            ("ca = <<EOF\n", Some("ca")),
            ("ca=\"\n", Some("ca")),
            ("", None),
            ("see\n", None),
            ("issuer=CN = a\n", None),
            ("the certificate: \n", None),
            ("2030-01-01 10:00:", None),
            ("> ", None),
        ];
        for (text, name) in rows {
            assert_eq!(before(text.as_bytes(), text.len()), name, "{text}");
        }
    }
}
