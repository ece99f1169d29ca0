//! Splits commands into words: quotes, line continuation, substitutions and here-documents.

use crate::config::piece::Piece;
use crate::config::shell::{Command, Pipeline};

/// One command, here-documents included, is not longer; an open quotation mark in a text that is no script ends with its line.
const LONGEST_COMMAND: usize = 1 << 16;

pub(super) struct Splitter<'a> {
    piece: &'a Piece<'a>,
    /// A quotation mark or bracket had no other half: from there on every command ends with its line.
    is_hopeless: bool,
}

/// What is open within a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Open {
    Single,
    Double,
    Substitution,
}

/// One run over the commands that begin at one place.
struct Run<'a> {
    piece: &'a Piece<'a>,
    at: usize,
    limit: usize,
    open: Vec<Open>,
    /// The word that is being read, and where it began.
    word: Option<(String, usize)>,
    /// The next word is the file that `>` writes.
    is_output: bool,
    command: Command,
    pipeline: Vec<Command>,
    done: Vec<Pipeline>,
    /// Delimiters of here-documents that begin on the next line.
    awaited: Vec<String>,
    /// One of them did not end.
    is_endless: bool,
}

impl<'a> Splitter<'a> {
    pub(super) const fn new(piece: &'a Piece<'a>) -> Self {
        Self { piece, is_hopeless: false }
    }

    /// The pipelines from `start` to the end of their last line, and where that is.
    pub(super) fn pipelines(&mut self, start: usize) -> (Vec<Pipeline>, usize) {
        let text = self.piece.text;
        let line =
            || text.get(start..).and_then(|rest| rest.find('\n')).map_or(text.len(), |end| start + end);
        if !self.is_hopeless {
            let mut run = Run::new(self.piece, start, text.len().min(start + LONGEST_COMMAND));
            if run.read() {
                return (run.done, run.at);
            }
            self.is_hopeless = true;
        }
        let mut run = Run::new(self.piece, start, line());
        run.read();
        run.end_pipeline();
        (run.done, run.at)
    }
}

impl<'a> Run<'a> {
    fn new(piece: &'a Piece<'a>, at: usize, limit: usize) -> Self {
        Self {
            piece,
            at,
            limit,
            open: Vec::new(),
            word: None,
            is_output: false,
            command: Command::default(),
            pipeline: Vec::new(),
            done: Vec::new(),
            awaited: Vec::new(),
            is_endless: false,
        }
    }

    fn rest(&self) -> &'a str {
        // The limit may stand within a character.
        let limit = self.piece.text.floor_char_boundary(self.limit);
        self.piece.text.get(self.at..limit).unwrap_or_default()
    }

    /// Reads to the end of the line on which everything is closed; false if that does not come.
    fn read(&mut self) -> bool {
        loop {
            let rest = self.rest();
            let Some(character) = rest.chars().next() else {
                let is_whole = self.open.is_empty() && self.limit == self.piece.text.len();
                self.end_pipeline();
                return is_whole;
            };
            if character == '\\' && self.open.last() != Some(&Open::Single) {
                self.escape(rest);
            } else if character == '\n' {
                if self.line_end() {
                    return true;
                }
            } else {
                self.step(character, rest);
            }
        }
    }

    /// A backslash: the line goes on, or the next character means itself.
    fn escape(&mut self, rest: &str) {
        let continued = ["\\\n", "\\\r\n"].into_iter().find(|end| rest.starts_with(end));
        match continued {
            Some(end) => {
                if self.open.is_empty() {
                    self.end_word();
                }
                self.at += end.len();
            }
            None => {
                let mut characters = rest.chars();
                let backslash = characters.next().unwrap_or_default();
                self.push(backslash, !self.open.is_empty());
                if let Some(next) = characters.next() {
                    self.push(next, true);
                }
            }
        }
    }

    /// The end of a line; true if it is that of the last pipeline, too.
    fn line_end(&mut self) -> bool {
        if self.open.is_empty() {
            self.end_word();
        }
        self.at += 1;
        for delimiter in core::mem::take(&mut self.awaited) {
            if !self.is_endless {
                self.document(&delimiter);
            }
        }
        match &mut self.word {
            Some((word, _)) if !self.open.is_empty() => {
                word.push('\n');
                false
            }
            _ => {
                let goes_on =
                    self.word.is_none() && self.command.words.is_empty() && !self.pipeline.is_empty();
                if !goes_on {
                    self.end_pipeline();
                }
                !goes_on
            }
        }
    }

    fn step(&mut self, character: char, rest: &str) {
        let is_bare = self.open.is_empty();
        match (self.open.last(), character) {
            (Some(Open::Single), '\'') | (Some(Open::Double), '"') | (Some(Open::Substitution), ')') => {
                let closes = self.open.pop();
                self.push(character, !self.open.is_empty() || closes == Some(Open::Substitution));
            }
            (Some(Open::Single), _) => self.push(character, true),
            (last, '\'') if last != Some(&Open::Double) => {
                self.push(character, !is_bare);
                self.open.push(Open::Single);
            }
            (last, '"') if last != Some(&Open::Double) => {
                self.push(character, !is_bare);
                self.open.push(Open::Double);
            }
            (_, '$' | '<' | '>') if rest.get(1..2) == Some("(") => {
                self.push(character, true);
                self.push('(', true);
                self.open.push(Open::Substitution);
            }
            (Some(Open::Substitution), '(') => {
                self.push(character, true);
                self.open.push(Open::Substitution);
            }
            (last, '<') if last != Some(&Open::Double) && rest.starts_with("<<") => self.here(rest),
            (Some(_), _) => self.push(character, true),
            (None, _) => self.bare(character, rest),
        }
    }

    /// A character outside quotes and substitutions.
    fn bare(&mut self, character: char, rest: &str) {
        match character {
            '#' if self.word.is_none() => self.at += rest.find('\n').unwrap_or(rest.len()),
            '|' if !rest.starts_with("||") => {
                self.end_command();
                self.at += 1;
            }
            ';' | '&' | '|' if !rest.starts_with("&>") => {
                self.end_pipeline();
                self.at += if rest.starts_with("&&") || rest.starts_with("||") { 2 } else { 1 };
            }
            '>' => {
                // `2>` redirects errors.
                let is_other = self.word.as_ref().is_some_and(|(word, _)| word == "2");
                if is_other {
                    self.word = None;
                }
                self.end_word();
                self.is_output = !is_other && !rest.starts_with(">&");
                self.at += if rest.starts_with(">>") { 2 } else { 1 };
            }
            _ if character.is_whitespace() => {
                self.end_word();
                self.at += character.len_utf8();
            }
            _ => self.push(character, true),
        }
    }

    /// `<<EOF`, `<<-EOF`, `<<'EOF'`
    fn here(&mut self, rest: &str) {
        let marks = if rest.starts_with("<<-") { 3 } else { 2 };
        let after = rest.get(marks..).unwrap_or_default();
        let blanks = after.len() - after.trim_start_matches([' ', '\t']).len();
        let word = after.trim_start_matches([' ', '\t']);
        let end = word.find(|character: char| character.is_whitespace() || ")|;&<>".contains(character));
        let word = word.get(..end.unwrap_or(word.len())).unwrap_or_default();
        let delimiter = word.trim_matches(['"', '\'', '\\']);
        self.at += marks + blanks + word.len();
        // `<<<` gives a string and no document.
        if !delimiter.is_empty() {
            self.awaited.push(delimiter.to_owned());
        }
    }

    /// The lines up to the one that is the delimiter, if there is one.
    fn document(&mut self, delimiter: &str) {
        let start = self.at;
        let mut end = start;
        for line in self.rest().split_inclusive('\n') {
            let after = end + line.len();
            if line.trim() == delimiter {
                let text = self.piece.text.get(start..end).unwrap_or_default();
                self.command.documents.push(self.piece.stated(text, start, end));
                self.at = after;
                return;
            }
            end = after;
        }
        // It is looked for to the end once, not once for every line.
        self.is_endless = true;
    }

    /// Goes past a character; `is_kept` if it is part of the word.
    fn push(&mut self, character: char, is_kept: bool) {
        let at = self.at;
        let (word, _) = self.word.get_or_insert_with(|| (String::new(), at));
        if is_kept {
            word.push(character);
        }
        self.at += character.len_utf8();
    }

    fn end_word(&mut self) {
        let Some((word, start)) = self.word.take() else { return };
        let stated = self.piece.stated(&word, start, self.at);
        if core::mem::take(&mut self.is_output) {
            self.command.output = Some(stated);
        } else {
            self.command.words.push(stated);
        }
    }

    fn end_command(&mut self) {
        self.end_word();
        let command = core::mem::take(&mut self.command);
        if !command.words.is_empty() {
            self.pipeline.push(command);
        }
    }

    fn end_pipeline(&mut self) {
        self.end_command();
        let commands = core::mem::take(&mut self.pipeline);
        let (Some(first), Some(last)) = (commands.first(), commands.last()) else { return };
        let mut span = first.span();
        span.end = last.span().end;
        self.done.push(Pipeline { span, commands });
    }
}
