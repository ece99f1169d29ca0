//! What strangers wrote, on one line of a report: it neither ends the line, nor moves the cursor, nor turns the order of what follows.

use std::borrow::Cow;

/// `text` with blanks for line breaks, and `<U+202E>` for other characters that do something and are not seen.
pub(super) fn line(text: &str) -> Cow<'_, str> {
    if !text.contains(is_hidden) {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\n' | '\r' => plain.push(' '),
            character if is_hidden(character) => {
                plain.push_str(&format!("<U+{:04X}>", u32::from(character)));
            }
            character => plain.push(character),
        }
    }
    Cow::Owned(plain)
}

/// Controls of terminals, of the order of writing (UAX #9), of lines, and what takes no room.
fn is_hidden(c: char) -> bool {
    (c.is_control() && c != '\t')
        || matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::line;

    #[test]
    fn what_is_not_seen_is_shown() {
        let rows = [
            ("Bücher 本 \u{1f511}", "Bücher 本 \u{1f511}"),
            ("a\nb\tc\r", "a b\tc "),
            ("\u{1b}[31mred", "<U+001B>[31mred"),
            ("\u{202e}moc.elpmaxe", "<U+202E>moc.elpmaxe"),
            ("a\u{200b}b\u{9b}c", "a<U+200B>b<U+009B>c"),
        ];
        for (text, shown) in rows {
            assert_eq!(line(text), shown);
        }
    }
}
