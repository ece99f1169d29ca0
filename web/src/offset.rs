//! Offsets in a text: the page counts bytes, the browser UTF-16 units.

/// The byte at which UTF-16 unit number `unit` begins.
pub(crate) fn from_utf16(text: &str, unit: u32) -> usize {
    let mut units = 0;
    for (at, character) in text.char_indices() {
        if units >= unit {
            return at;
        }
        units += length(character);
    }
    text.len()
}

/// The UTF-16 unit at which byte number `byte` begins.
pub(crate) fn to_utf16(text: &str, byte: usize) -> u32 {
    text.char_indices().take_while(|(at, _)| *at < byte).map(|(_, character)| length(character)).sum()
}

fn length(character: char) -> u32 {
    if u32::from(character) > 0xffff { 2 } else { 1 }
}

#[cfg(test)]
mod tests {
    use super::{from_utf16, to_utf16};

    #[test]
    fn offsets_go_both_ways() {
        let text = "aä\u{1F600}b";
        for (byte, unit) in [(0, 0), (1, 1), (3, 2), (7, 4), (8, 5)] {
            assert_eq!(to_utf16(text, byte), unit);
            assert_eq!(from_utf16(text, unit), byte);
        }
    }
}
