//! Settings of other programs than Go that leave a certificate unverified, wherever they stand: code, configuration, commands.
//!
//! A setting is a word and what follows it on its line. One whose value is a variable is no fact, and a comment sets nothing.

mod settings;

use core::ops::Range;

use serde::Serialize;

use super::Configuration;
use super::piece::Piece;
use crate::span::Span;

use settings::{SETTINGS, Setting};

/// One such setting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Laxity {
    /// Whose it is: `Node.js`.
    pub program: &'static str,
    /// What is left out.
    pub lapse: Lapse,
    /// As it stands there: `rejectUnauthorized: false`.
    pub written: String,
    /// The characters that say so.
    pub span: Span,
}

/// What a setting leaves out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Lapse {
    /// No certificate of the other side is verified.
    Certificate,
    /// That the certificate is of the name that was dialled.
    Name,
    /// That a client shows a certificate, and one of a CA that is trusted.
    Client,
}

impl Laxity {
    /// `Node.js: rejectUnauthorized: false`
    #[must_use]
    pub fn title(&self) -> String {
        format!("{}: {}", self.program, self.written)
    }
}

/// Longest word that is looked at, most of the characters between a word and its value, and how far a value is looked for: more is
/// no setting.
const LONGEST_WORD: usize = 64;
const WIDEST_GAP: usize = 8;
const REACH: usize = 200;

pub(super) fn read(piece: &Piece<'_>, found: &mut Configuration) {
    let mut at = 0;
    for line in piece.text.split_inclusive('\n') {
        let code = line.get(..comment(line)).unwrap_or_default();
        let after = if code.len() == line.len() { piece.text.get(at..).unwrap_or_default() } else { code };
        for (range, setting) in settings_of(code, after) {
            let span = piece.span(at + range.start, at + range.end);
            if !found.has_room(span) {
                return;
            }
            let is_bind = code.trim_start().starts_with("bind ");
            found.laxities.push(Laxity {
                program: setting.program,
                lapse: if is_bind { Lapse::Client } else { setting.lapse },
                written: written(after.get(range).unwrap_or_default()),
                span,
            });
        }
        at += line.len();
    }
}

/// Where the comment of a line begins, or what advises against what follows; its end if there is neither.
fn comment(line: &str) -> usize {
    let start = line.len() - line.trim_start().len();
    let text = line.get(start..).unwrap_or_default();
    if ["#", "//", "/*", "*", ";", "<!--"].iter().any(|mark| text.starts_with(mark)) {
        return 0;
    }
    let marks = [" #", "\t#", " //", "\t//", "never ", "Never ", "n't ", " not ", "avoid ", "Avoid "];
    marks.iter().filter_map(|mark| line.find(mark)).min().unwrap_or(line.len())
}

/// A setting as it stands there; of one with the quotation marks of some format, its word and its value alone.
fn written(setting: &str) -> String {
    let mut ends = words(setting).filter_map(|range| setting.get(range));
    match (ends.next(), ends.last()) {
        (Some(word), Some(value)) if setting.contains(['"', '\'', '\n']) => format!("{word}: {value}"),
        _ if setting.contains('(') && !setting.ends_with(')') => format!("{setting})"),
        _ => setting.to_owned(),
    }
}

/// The settings in a line without its comment, each with the place of its word and value. `text` is the line with what comes after it.
fn settings_of(line: &str, text: &str) -> Vec<(Range<usize>, &'static Setting)> {
    let mut found = Vec::new();
    let mut is_curl = false;
    for range in words(line) {
        let Some(word) = line.get(range.clone()) else { continue };
        is_curl |= word == "curl";
        if is_curl && is_insecure(word) {
            found.push((range.clone(), &settings::CURL));
        }
        let after = text.get(range.end..).unwrap_or_default();
        let after = after.get(..after.floor_char_boundary(REACH)).unwrap_or_default();
        let key = word.trim_start_matches('-');
        let part = key.rsplit_once('.').map(|(_, part)| part);
        let said = core::iter::once(key).chain(part).find_map(|key| {
            let own = SETTINGS.get(SETTINGS.partition_point(|setting| setting.word < key)..)?;
            let mut own = own.iter().take_while(|setting| setting.word == key);
            own.find_map(|setting| Some((value(after, setting.values)?, setting)))
        });
        if let Some((length, setting)) = said {
            found.push((range.end - setting.word.len()..range.end + length, setting));
        }
    }
    found
}

/// `--insecure` of curl, or `-k` among its short options.
fn is_insecure(word: &str) -> bool {
    let short = word.strip_prefix('-').filter(|rest| rest.bytes().all(|byte| byte.is_ascii_alphabetic()));
    word == "--insecure" || short.is_some_and(|letters| letters.contains('k'))
}

/// How far after a word one of these values reaches, which stands there next; 0 where the word is enough.
fn value(after: &str, values: &[&str]) -> Option<usize> {
    let is_gap = |character: char| " \t:=,(>\"'[".contains(character);
    let mut next = after.trim_start_matches(is_gap);
    let mut widest = WIDEST_GAP;
    // Kubernetes writes the value of a variable under its name.
    if let Some(rest) = next.trim_start().strip_prefix("value").filter(|rest| rest.starts_with([':', '"'])) {
        next = rest.trim_start_matches(is_gap);
        widest = LONGEST_WORD;
    }
    let gap = after.len() - next.len();
    let end = next.find(|character: char| !is_of_word(character)).unwrap_or(next.len());
    let word = next.get(..end).unwrap_or_default();
    if values.is_empty() {
        // What the word says is taken back.
        return (!matches!(word, "false" | "False" | "0")).then_some(0);
    }
    if let Some(end) = values.contains(&"").then(|| empty(after.lines().next().unwrap_or_default())).flatten()
    {
        return Some(end);
    }
    (gap > 0 && gap <= widest && !word.is_empty() && values.contains(&word)).then_some(gap + end)
}

/// How far the empty text reaches that a line begins with, or the `=` with nothing after it.
fn empty(line: &str) -> Option<usize> {
    const FORMS: [&str; 4] = ["(\"\")", "=\"\"", ":\"\"", ":''"];
    let marks: Vec<(usize, char)> =
        line.char_indices().filter(|(_, mark)| !mark.is_whitespace()).take(FORMS[0].len()).collect();
    let text: String = marks.iter().map(|(_, mark)| mark).collect();
    let form =
        FORMS.into_iter().find(|form| text.starts_with(form)).or_else(|| (text == "=").then_some("="))?;
    marks.get(form.len() - 1).map(|(at, _)| at + 1)
}

fn words(line: &str) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    let next = move || {
        let start = at + line.get(at..)?.find(is_of_word)?;
        let rest = line.get(start..)?;
        at = start + rest.find(|character| !is_of_word(character)).unwrap_or(rest.len());
        Some(start..at)
    };
    core::iter::from_fn(next).filter(|range| range.len() <= LONGEST_WORD)
}

const fn is_of_word(character: char) -> bool {
    character.is_ascii_alphanumeric() || matches!(character, '_' | '-' | '.')
}
