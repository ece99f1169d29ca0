//! Go as a row of tokens with matched brackets; as much of the language as that takes.

use core::ops::Range;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A name, a keyword or a number.
    Word,
    /// A string, with its quotation marks.
    Text,
    /// One character of anything else.
    Mark,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Token<'a> {
    pub(super) kind: Kind,
    pub(super) text: &'a str,
    pub(super) start: usize,
    /// Number of the line it begins on.
    pub(super) line: usize,
    /// For a bracket that has its other half, the number of that token.
    pub(super) partner: Option<usize>,
}

/// A comment without its marks.
#[derive(Debug, Clone)]
pub(super) struct Comment<'a> {
    pub(super) text: &'a str,
    pub(super) range: Range<usize>,
    pub(super) line: usize,
}

#[derive(Debug, Default)]
pub(super) struct Tokens<'a> {
    pub(super) all: Vec<Token<'a>>,
    pub(super) comments: Vec<Comment<'a>>,
}

impl Token<'_> {
    pub(super) const fn end(&self) -> usize {
        self.start + self.text.len()
    }

    pub(super) fn is(&self, text: &str) -> bool {
        self.kind != Kind::Text && self.text == text
    }
}

impl<'a> Tokens<'a> {
    pub(super) fn get(&self, at: usize) -> Option<&Token<'a>> {
        self.all.get(at)
    }

    /// True if the tokens from `at` are these.
    pub(super) fn follow(&self, at: usize, texts: &[&str]) -> bool {
        let found = self.all.get(at..).unwrap_or_default();
        found.len() >= texts.len() && found.iter().zip(texts).all(|(token, text)| token.is(text))
    }

    /// The name at `at`.
    pub(super) fn word(&self, at: usize) -> Option<&'a str> {
        self.get(at).filter(|token| token.kind == Kind::Word).map(|token| token.text)
    }

    /// The content of the string at `at`, as it is written.
    pub(super) fn string(&self, at: usize) -> Option<&'a str> {
        let text = self.get(at).filter(|token| token.kind == Kind::Text)?.text;
        text.get(1..text.len().checked_sub(1)?)
    }

    /// Number of the bracket that closes the one at `at`.
    pub(super) fn close(&self, at: usize) -> Option<usize> {
        self.get(at)?.partner.filter(|partner| *partner > at)
    }
}

/// Reads all of `text`; what is no Go becomes words and marks like anything else.
pub(super) fn tokens(text: &str) -> Tokens<'_> {
    let mut found = Tokens::default();
    let mut at = 0;
    let mut line = 0;
    // The line on which a quotation mark had no other half: the next one is not looked for through all of it again.
    let mut open_line = None;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let is_open = rest.starts_with('"') && open_line == Some(line);
        let (kind, len) = if is_open { (Next::Token(Kind::Mark), 1) } else { next(rest) };
        if rest.starts_with('"') && len == 1 {
            open_line = Some(line);
        }
        let Some(piece) = rest.get(..len) else { break };
        match kind {
            Next::Blank => {}
            Next::Comment => found.comments.push(Comment {
                text: piece.trim_start_matches('/').trim_matches(['*', '/', ' ', '\t', '\r', '\n']),
                range: at..at + piece.trim_end().len(),
                line,
            }),
            Next::Token(kind) => {
                found.all.push(Token { kind, text: piece, start: at, line, partner: None });
            }
        }
        line += piece.matches('\n').count();
        at += len;
    }
    pair(&mut found.all);
    found
}

enum Next {
    Blank,
    Comment,
    Token(Kind),
}

/// What `rest` begins with, and how many bytes that has.
fn next(rest: &str) -> (Next, usize) {
    let mut characters = rest.chars();
    let first = characters.next().unwrap_or_default();
    let until = |end: &str| rest.find(end).unwrap_or(rest.len());
    match first {
        _ if first.is_whitespace() => (Next::Blank, first.len_utf8()),
        '/' if rest.starts_with("//") => (Next::Comment, until("\n")),
        '/' if rest.starts_with("/*") => {
            let body = rest.get(2..).unwrap_or_default();
            (Next::Comment, body.find("*/").map_or(rest.len(), |end| end + 4))
        }
        '`' => match rest.get(1..).and_then(|body| body.find('`')) {
            Some(end) => (Next::Token(Kind::Text), end + 2),
            None => (Next::Token(Kind::Mark), 1),
        },
        '"' => quoted(rest, '"', rest.len()),
        // In prose it is an apostrophe.
        '\'' => quoted(rest, '\'', LONGEST_RUNE),
        _ if is_name(first) => {
            let len = rest.find(|character| !is_name(character)).unwrap_or(rest.len());
            (Next::Token(Kind::Word), len)
        }
        _ => (Next::Token(Kind::Mark), first.len_utf8()),
    }
}

/// `'\U0010ffff'`
const LONGEST_RUNE: usize = 12;

fn is_name(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

/// A string; a mark, if it does not end on its line and before `limit`.
fn quoted(rest: &str, mark: char, limit: usize) -> (Next, usize) {
    let mut is_escaped = false;
    for (at, character) in rest.char_indices().skip(1).take_while(|(at, _)| *at < limit) {
        match character {
            _ if is_escaped => is_escaped = false,
            '\n' => break,
            '\\' => is_escaped = true,
            _ if character == mark => return (Next::Token(Kind::Text), at + 1),
            _ => {}
        }
    }
    (Next::Token(Kind::Mark), 1)
}

/// Tells every bracket its other half. One that fits nothing is left alone, and so is everything it would have closed.
fn pair(tokens: &mut [Token<'_>]) {
    let mut open: Vec<usize> = Vec::new();
    for at in 0..tokens.len() {
        let Some(token) = tokens.get(at).filter(|token| token.kind == Kind::Mark) else { continue };
        let opening = match token.text {
            "(" | "[" | "{" => {
                open.push(at);
                continue;
            }
            ")" => "(",
            "]" => "[",
            "}" => "{",
            _ => continue,
        };
        let last = open.last().copied().filter(|last| tokens.get(*last).is_some_and(|open| open.is(opening)));
        let Some(last) = last else { continue };
        open.pop();
        for (one, other) in [(at, last), (last, at)] {
            if let Some(token) = tokens.get_mut(one) {
                token.partner = Some(other);
            }
        }
    }
}
