//! Masks: what stands in the box where a private key or a password was.
//!
//! The box, its history and the state of the page only ever hold masked text. The worker keeps what is masked,
//! puts it back before it reads, and wipes it when it is told to.

use std::ops::Range;

use certlens::Source;
use certlens::source::secrets;
use zeroize::Zeroizing;

const OPENING: &str = "<masked ";
const CLOSING: char = '>';

/// A text without its secrets, and the secrets that were taken out.
pub(crate) struct Masked {
    pub(crate) text: String,
    pub(crate) secrets: Vec<Secret>,
}

/// What a mask stands for.
pub(crate) struct Secret {
    pub(crate) number: u32,
    pub(crate) text: Zeroizing<String>,
    /// Where the mask stands in the masked text.
    pub(crate) at: Range<usize>,
    /// Where the secret stood.
    pub(crate) was: Range<usize>,
}

/// Replaces every secret of `text` by a mask; the numbers begin after `last`.
pub(crate) fn mask(text: &str, last: u32) -> Masked {
    let source = Source { name: String::new(), content: text.as_bytes().to_vec() };
    let found = secrets(core::slice::from_ref(&source));
    drop(Zeroizing::new(source.content));
    let mut masked = Masked { text: String::with_capacity(text.len()), secrets: Vec::new() };
    let mut end = 0;
    let mut number = last;
    for secret in found {
        let range = trimmed(text, secret.span.start..secret.span.end);
        let Some(hidden) = text.get(range.clone()).filter(|hidden| !is_masked(hidden)) else { continue };
        let Some(before) = text.get(end..range.start) else { continue };
        masked.text.push_str(before);
        number = number.wrapping_add(1);
        let what = if secret.is_private_key { "private key" } else { "secret" };
        let start = masked.text.len();
        masked.text.push_str(&format!("{OPENING}{what} {number}{CLOSING}"));
        let at = start..masked.text.len();
        masked.secrets.push(Secret {
            number,
            text: Zeroizing::new(hidden.to_owned()),
            at,
            was: range.clone(),
        });
        end = range.end;
    }
    masked.text.push_str(text.get(end..).unwrap_or_default());
    masked
}

/// True if there is something in `text` that must be masked.
pub(crate) fn is_secret(text: &str) -> bool {
    !mask(text, 0).secrets.is_empty()
}

/// The masks that stand in `text`: where, and their numbers.
pub(crate) fn masks(text: &str) -> Vec<(Range<usize>, u32)> {
    let mut found = Vec::new();
    for (start, _) in text.match_indices(OPENING) {
        let rest = text.get(start..).unwrap_or_default();
        let Some((inside, _)) = rest.split_once(CLOSING) else { continue };
        let Some((_, number)) = inside.rsplit_once(' ') else { continue };
        if let Ok(number) = number.parse() {
            found.push((start..start + inside.len() + CLOSING.len_utf8(), number));
        }
    }
    found
}

/// True if nothing but masks and what may stand between them is left.
fn is_masked(text: &str) -> bool {
    let mut rest = String::new();
    let mut end = 0;
    for (range, _) in masks(text) {
        rest.push_str(text.get(end..range.start).unwrap_or_default());
        end = range.end;
    }
    end > 0 && {
        rest.push_str(text.get(end..).unwrap_or_default());
        rest.chars().all(|character| character.is_whitespace() || "\"',|".contains(character))
    }
}

/// Without the blanks around it, so that the lines of the text stay as they are.
fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let start = (range.start..range.end).find(|at| text.is_char_boundary(*at)).unwrap_or(range.end);
    let end = (range.end..text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len());
    let inside = text.get(start..end).unwrap_or_default();
    let blank = inside.len() - inside.trim_start().len();
    start + blank..(start + blank + inside.trim().len())
}

#[cfg(test)]
mod tests {
    use super::{is_masked, mask, masks};

    const KEY: &str = include_str!("../../tests/fixtures/seed/server-key.pem");

    #[test]
    fn keys_become_masks_and_what_surrounds_them_stays() {
        let rows = [
            (KEY.to_owned(), "<masked private key 8>\n"),
            (format!("before\n{KEY}after"), "before\n<masked private key 8>\nafter"),
            (format!("{KEY}{KEY}"), "<masked private key 8>\n<masked private key 9>\n"),
            ("Hello.\n".to_owned(), "Hello.\n"),
            (String::new(), ""),
            ("tls.key: <masked private key 4>\n".to_owned(), "tls.key: <masked private key 4>\n"),
        ];
        for (text, expected) in rows {
            assert_eq!(mask(&text, 7).text, expected, "{text}");
        }
    }

    #[test]
    fn what_is_masked_can_be_put_back() {
        let text = format!("before\n{KEY}after");
        let masked = mask(&text, 0);
        let [secret] = masked.secrets.as_slice() else { panic!("one secret") };
        assert_eq!(masks(&masked.text), [(secret.at.clone(), 1)]);
        assert_eq!(&text[secret.was.clone()], secret.text.as_str());
        assert_eq!(text.replace(secret.text.as_str(), &masked.text[secret.at.clone()]), masked.text);
    }

    #[test]
    fn a_masked_text_is_left_as_it_is() {
        let yaml = include_str!("../../tests/fixtures/seed/provider-tls.yaml");
        let once = mask(yaml, 0);
        assert_eq!(once.secrets.len(), 1);
        assert_eq!(mask(&once.text, 1).text, once.text);
    }

    #[test]
    fn only_masks_are_masked() {
        for (text, expected) in [
            ("<masked secret 1>", true),
            (" '<masked secret 1>' ", true),
            ("<masked secret 1>x", false),
            ("<masked secret", false),
            ("", false),
        ] {
            assert_eq!(is_masked(text), expected, "{text}");
        }
    }
}
