//! Pieces of text that name something by their form alone.

use std::collections::HashMap;

/// Fewest hexadecimal digits of what may be a serial number, a key identifier or a digest.
const FEWEST_HEX: usize = 16;
/// Fewest characters of base64 that may be a digest: SHA-1 takes 27.
const FEWEST_BASE64: usize = 27;

/// The pieces found so far, and their placeholders.
pub(super) type Pieces = HashMap<String, String>;

/// The text without long digits, addresses and what is quoted from the paste; the same piece has the same placeholder.
pub(super) fn without(text: &str, known: &mut Pieces) -> String {
    let mut redacted = String::with_capacity(text.len());
    let mut is_quoted = false;
    for piece in pieces(text) {
        match piece {
            "“" => is_quoted = true,
            "”" => is_quoted = false,
            _ if is_quoted => continue,
            _ => {}
        }
        match kind(piece) {
            Some(kind) => {
                let number = known.len() + 1;
                redacted.push_str(
                    known.entry(piece.to_lowercase()).or_insert_with(|| format!("{kind}-{number}")),
                );
            }
            None => redacted.push_str(piece),
        }
    }
    redacted
}

/// The text in words and what stands between them.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    core::iter::from_fn(move || {
        let first = rest.chars().next()?;
        let end = if is_of_word(first) {
            rest.find(|c| !is_of_word(c)).unwrap_or(rest.len())
        } else {
            first.len_utf8()
        };
        let (piece, after) = rest.split_at_checked(end)?;
        rest = after;
        Some(piece)
    })
}

fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, ':' | '/' | '+' | '=' | '-' | '_' | '@' | '.' | '%' | '?' | '&')
}

fn kind(word: &str) -> Option<&'static str> {
    let has = |wanted: fn(&u8) -> bool| word.bytes().any(|byte| wanted(&byte));
    let digits = word.bytes().filter(u8::is_ascii_hexdigit).count();
    let is_hex = digits >= FEWEST_HEX
        && word.bytes().all(|byte| byte.is_ascii_hexdigit() || matches!(byte, b':' | b'.'));
    let is_base64 = word.len() >= FEWEST_BASE64
        && has(u8::is_ascii_digit)
        && has(u8::is_ascii_uppercase)
        && has(u8::is_ascii_lowercase)
        && !word.contains(['.', '@', '%', '?', '&']);
    if is_hex || is_base64 {
        Some("digits")
    } else if word.contains("://") || (word.contains('@') && word.len() > 3) {
        Some("address")
    } else {
        None
    }
}

/// The attributes of a name as RFC 4514 writes it: cut at every comma and plus that is not escaped.
pub(super) fn attributes(name: &str) -> Vec<String> {
    let mut attributes = vec![String::new()];
    let mut is_escaped = false;
    for character in name.chars() {
        if matches!(character, ',' | '+') && !is_escaped {
            attributes.push(String::new());
        } else if let Some(last) = attributes.last_mut() {
            last.push(character);
        }
        is_escaped = character == '\\' && !is_escaped;
    }
    attributes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_names_something_by_its_form_is_replaced() {
        let rows = [
            ("valid at 2026-12-01T00:00:00Z", "valid at 2026-12-01T00:00:00Z"),
            ("`authority-key-identifier-names-certificate`", "`authority-key-identifier-names-certificate`"),
            (
                "pin 2c26b46b68ffc68ff99b453c1d304134 twice: 2c26b46b68ffc68ff99b453c1d304134",
                "pin digits-1 twice: digits-1",
            ),
            ("2C:26:B4:6B:68:FF:C6:8F:F9", "digits-1"),
            ("sha256//LCa0a2j/xo/5m0U8HTBBNBNCLXBkg7+g+YpeiGJm564=", "digits-1"),
            ("ask at https://a.example/crl or me@a.example", "ask at address-1 or address-2"),
            ("begins “my words” and ends", "begins “” and ends"),
        ];
        for (text, expected) in rows {
            assert_eq!(without(text, &mut Pieces::new()), expected);
        }
    }

    #[test]
    fn names_are_cut_where_they_are_joined() {
        assert_eq!(attributes("CN=a\\, b,O=c+OU=d"), ["CN=a\\, b", "O=c", "OU=d"]);
    }
}
