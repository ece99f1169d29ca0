//! What stands before BEGIN on its line, and so perhaps before every line.

use super::base64;
use super::glyph;
use super::repair::{Mended, RepairKind};

/// What stands before BEGIN on its line, and so perhaps before every line.
#[derive(Debug, Default)]
pub(super) struct Lead {
    prefix: Vec<u8>,
    manner: Manner,
    /// Where it begins; the BEGIN line itself if it is other text.
    pub(super) start: usize,
}

/// How the prefixes of the lines are alike.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Manner {
    /// They are the same.
    #[default]
    Same,
    /// They are the numbers of the lines.
    Numbered,
    /// They are the same but for their numbers: times and the like, as logs have them.
    Logged,
}

/// Longest prefix that a line is thought to have been given by a program.
const LONGEST_PREFIX: usize = 16;

/// Longest prefix that a log is thought to have.
const LONGEST_LOGGED: usize = 256;

impl Lead {
    /// Reads back from `begin` to the beginning of the line, not before `floor`.
    pub(super) fn read(text: &[u8], floor: usize, begin: usize, mended: &mut Mended) -> Self {
        let before = text.get(floor..begin).unwrap_or_default();
        let line = before.iter().rposition(|byte| matches!(byte, b'\n' | b'\r')).map_or(0, |at| at + 1);
        let mut start = floor + line;
        while let Some(glyph) = text.get(start..begin).filter(|rest| !rest.is_empty()).map(glyph::first) {
            let Some(repair) = glyph.repair.filter(|_| matches!(glyph.meant, b' ' | b'\r' | b'\n')) else {
                break;
            };
            mended.note(repair, start, start + glyph.len);
            start += glyph.len;
        }
        let lead = text.get(start..begin).unwrap_or_default();
        let trimmed = lead.trim_ascii();
        if trimmed.is_empty() {
            // Blanks after an END line are no indentation: that line should have ended.
            let follows = start == floor && text.get(..floor).is_some_and(|before| before.ends_with(b"-"));
            if !lead.is_empty() {
                let kind = if follows { RepairKind::JoinedBlocks } else { RepairKind::Indentation };
                mended.note(kind, start, begin);
            }
            return Self { start: begin - lead.len(), ..Self::default() };
        }
        let bare = trimmed.iter().filter(|byte| !matches!(byte, b'"' | b'\'' | b'`' | b' ')).copied();
        let bare: Vec<u8> = bare.take(LONGEST_PREFIX + 1).collect();
        let digits = bare.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let is_prefix = bare.len() <= LONGEST_PREFIX
            && bare.iter().skip(digits).all(|byte| {
                matches!(byte, b'>' | b'|' | b'+' | b'-' | b'*' | b'#' | b'/' | b';' | b':' | b'%')
            });
        let logged = lead.trim_ascii_start();
        let is_logged = !is_prefix && is_logged(logged, text.get(begin..).unwrap_or_default());
        let kind = match () {
            () if bare.is_empty() => RepairKind::Quotes,
            () if is_prefix || is_logged => RepairKind::LinePrefix,
            () => RepairKind::TextBeforeArmour,
        };
        mended.note(kind, start, begin);
        match () {
            () if is_logged => Self { prefix: logged.to_vec(), manner: Manner::Logged, start },
            () if is_prefix && digits > 0 => Self { prefix: Vec::new(), manner: Manner::Numbered, start },
            () if is_prefix => Self { prefix: bare, manner: Manner::Same, start },
            () => Self { start: begin, ..Self::default() },
        }
    }

    /// The length of this prefix at the beginning of `line`.
    pub(super) fn len_at(&self, line: &[u8]) -> usize {
        if self.manner == Manner::Numbered {
            let digits = line.iter().take(LONGEST_PREFIX).take_while(|byte| byte.is_ascii_digit()).count();
            let separators = line
                .iter()
                .skip(digits)
                .take_while(|byte| matches!(byte, b':' | b'|' | b'\t' | b' '))
                .count();
            return if digits > 0 && separators > 0 { digits + separators } else { 0 };
        }
        if self.manner == Manner::Logged
            && let Some(len) = alike(&self.prefix, line)
        {
            return len;
        }
        let own = self.manner == Manner::Same && !self.prefix.is_empty() && line.starts_with(&self.prefix);
        // None of these is in the alphabet of base64.
        let foreign = matches!(line.first(), Some(b'>' | b'|' | b'*'));
        if own { self.prefix.len() } else { usize::from(foreign) }
    }
}

/// True if the line after the one that begins with `armour` has such a prefix too, and nothing of it can be base64.
fn is_logged(prefix: &[u8], armour: &[u8]) -> bool {
    let is_cut = prefix.last().is_some_and(|last| !base64::is_digit(*last));
    // One line may have a hundred thousand markers, so nobody looks far for its end.
    let line = armour.iter().take(2 * LONGEST_LOGGED).position(|byte| *byte == b'\n');
    let next = line.and_then(|end| armour.get(end + 1..)).unwrap_or_default();
    is_cut && prefix.len() <= LONGEST_LOGGED && alike(prefix, next.trim_ascii_start()).is_some()
}

/// How much of `line` is a prefix like `prefix`: numbers may differ, and how many blanks there are.
fn alike(prefix: &[u8], line: &[u8]) -> Option<usize> {
    let run = |bytes: &[u8], is_in: fn(&u8) -> bool| bytes.iter().take_while(|byte| is_in(byte)).count();
    let (mut known, mut at) = (prefix, 0);
    while let Some(first) = known.first() {
        let rest = line.get(at..)?;
        let (wanted, found) = match first {
            b'0'..=b'9' => (run(known, u8::is_ascii_digit), run(rest, u8::is_ascii_digit)),
            b' ' | b'\t' => {
                (run(known, u8::is_ascii_whitespace), run(rest, |byte| matches!(byte, b' ' | b'\t')))
            }
            _ => (1, usize::from(rest.first() == Some(first))),
        };
        if found == 0 {
            return None;
        }
        at += found;
        known = known.get(wanted..)?;
    }
    Some(at)
}
