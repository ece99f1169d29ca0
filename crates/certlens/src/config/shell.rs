//! Commands that make, check and distribute certificates, as a shell would split them. Nothing is expanded and nothing is run.

mod extensions;
mod split;

use core::ops::Range;

use serde::Serialize;

use super::piece::Piece;
use super::{Configuration, Stated};
use crate::span::Span;

pub use extensions::ExtensionSection;

/// A stretch of commands: a script, a fence, or lines in a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Script {
    /// From the first command to the last.
    pub span: Span,
    /// Its commands, those that are joined by `|` together.
    pub pipelines: Vec<Pipeline>,
    /// Comments on lines of their own.
    pub comments: Vec<Stated<String>>,
    /// What `NAME=${1:-default}` and `NAME=value` say of variables.
    pub variables: Vec<(String, Stated<String>)>,
    /// Sections of openssl's extension files in here-documents and `-addext` options.
    pub extensions: Vec<ExtensionSection>,
}

/// Commands of which each reads what the one before it prints.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Pipeline {
    /// All of it.
    pub span: Span,
    /// In their order.
    pub commands: Vec<Command>,
}

/// One command.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Command {
    /// Its words without quotation marks; substitutions stand as they are written.
    pub words: Vec<Stated<String>>,
    /// The here-documents given to it or to substitutions in it.
    pub documents: Vec<Stated<String>>,
    /// The file that `>` writes.
    pub output: Option<Stated<String>>,
}

impl Command {
    /// `openssl`
    #[must_use]
    pub fn program(&self) -> &str {
        self.word(0)
    }

    /// The word at `at`; empty if there are fewer.
    #[must_use]
    pub fn word(&self, at: usize) -> &str {
        self.words.get(at).map(|word| word.value.as_str()).unwrap_or_default()
    }

    /// True if someone would run it: a sentence may begin with the name of a program, too.
    fn is_meant(&self) -> bool {
        let second = self.word(1);
        match self.program() {
            "openssl" => OPENSSL.contains(&second),
            "kubectl" | "oc" => second.starts_with('-') || KUBECTL.contains(&second),
            "cat" => self.output.is_some(),
            "ntpdate" => true,
            _ => false,
        }
    }

    /// True if it begins with these words.
    #[must_use]
    pub fn is(&self, words: &[&str]) -> bool {
        words.iter().enumerate().all(|(at, word)| self.word(at) == *word)
    }

    /// True if one of its words is this one.
    #[must_use]
    pub fn has(&self, option: &str) -> bool {
        self.words.iter().any(|word| word.value == option)
    }

    /// What an option is given: the next word, or what stands after `=`.
    #[must_use]
    pub fn option(&self, option: &str) -> Option<&Stated<String>> {
        self.options(option).into_iter().next()
    }

    /// What an option is given each time it is.
    #[must_use]
    pub fn options(&self, option: &str) -> Vec<&Stated<String>> {
        let value = |(at, word): (usize, &Stated<String>)| {
            let rest = word.value.strip_prefix(option)?;
            let at = if rest.is_empty() { at + 1 } else { at };
            self.words.get(at).filter(|_| rest.is_empty() || rest.starts_with('='))
        };
        self.words.iter().enumerate().filter_map(value).collect()
    }

    /// From its first word to its last.
    #[must_use]
    pub fn span(&self) -> Span {
        let (first, last) = (self.words.first(), self.words.last());
        let span = first.map(|word| word.span).unwrap_or_default();
        Span { end: last.map_or(span.end, |word| word.span.end), ..span }
    }

    /// `openssl verify`, `kubectl create secret`
    #[must_use]
    pub fn title(&self) -> String {
        const MOST_WORDS: usize = 3;
        let named = |word: &&Stated<String>| {
            word.value.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
        };
        let most = if self.program() == "openssl" { 2 } else { MOST_WORDS };
        let words = self.words.iter().take(most).take_while(named);
        words.map(|word| word.value.as_str()).collect::<Vec<_>>().join(" ")
    }
}

impl Script {
    /// Every command.
    pub fn commands(&self) -> impl Iterator<Item = &Command> {
        self.pipelines.iter().flat_map(|pipeline| &pipeline.commands)
    }

    /// The word with a variable at its beginning or as a whole replaced by what the script gives it.
    #[must_use]
    pub fn value<'a>(&'a self, word: &'a str) -> &'a str {
        let name = word.strip_prefix('$').map(|name| name.trim_matches(['{', '}']));
        let variable = self.variables.iter().rev().find(|(variable, _)| Some(variable.as_str()) == name);
        variable.map_or(word, |(_, value)| value.value.as_str())
    }

    /// The kinds of its commands, each once: `openssl req, openssl x509`.
    #[must_use]
    pub fn title(&self) -> String {
        const MOST: usize = 4;
        let mut kinds: Vec<String> = Vec::new();
        for title in self.commands().map(Command::title) {
            if !kinds.contains(&title) {
                kinds.push(title);
            }
            if kinds.len() > MOST {
                break;
            }
        }
        let more = if kinds.len() > MOST { ", …" } else { "" };
        kinds.truncate(MOST);
        format!("{}{more}", kinds.join(", "))
    }
}

/// Programs whose commands are read, wherever in a text a line begins with them.
const PROGRAMS: &[&str] = &["openssl", "kubectl", "oc", "ntpdate", "cat"];

/// Commands of openssl(1) that have to do with keys and certificates.
const OPENSSL: &[&str] = &[
    "asn1parse",
    "ca",
    "crl",
    "crl2pkcs7",
    "dgst",
    "ec",
    "ecparam",
    "genpkey",
    "genrsa",
    "ocsp",
    "pkcs12",
    "pkcs7",
    "pkcs8",
    "pkey",
    "req",
    "rsa",
    "s_client",
    "s_server",
    "storeutl",
    "verify",
    "version",
    "x509",
];

/// Commands of kubectl(1).
const KUBECTL: &[&str] = &[
    "annotate",
    "apply",
    "cert",
    "certificate",
    "config",
    "cp",
    "create",
    "delete",
    "describe",
    "edit",
    "exec",
    "get",
    "label",
    "logs",
    "patch",
    "port-forward",
    "replace",
    "rollout",
    "run",
    "wait",
];

/// What may stand before a command.
const BEFORE: &[&str] = &["$", "sudo", "if", "!", "then", "do", "time", "exec"];

/// Reads the commands in `piece`, if there are some of the programs that are known.
pub(super) fn read(piece: &Piece<'_>, found: &mut Configuration) {
    if !PROGRAMS.iter().any(|program| piece.text.contains(program)) {
        return;
    }
    let mut script = script(piece);
    script.pipelines.retain(|pipeline| pipeline.commands.iter().any(Command::is_meant));
    // What `cat` joins matters to other commands only.
    if script.commands().all(|command| command.program() == "cat") {
        return;
    }
    script.pipelines.retain(|pipeline| found.has_room(pipeline.span));
    let (Some(first), Some(last)) = (script.pipelines.first(), script.pipelines.last()) else { return };
    script.span = Span { end: last.span.end, ..first.span };
    script.extensions = extensions::of(&script);
    found.scripts.push(script);
}

fn script(piece: &Piece<'_>) -> Script {
    let mut script = Script {
        span: piece.span(0, 0),
        pipelines: Vec::new(),
        comments: Vec::new(),
        variables: Vec::new(),
        extensions: Vec::new(),
    };
    let mut splitter = split::Splitter::new(piece);
    let mut at = 0;
    while let Some(rest) = piece.text.get(at..).filter(|rest| !rest.is_empty()) {
        let end = at + rest.find('\n').map_or(rest.len(), |end| end + 1);
        let line = piece.text.get(at..end).unwrap_or_default();
        match command_start(line) {
            Some(start) => {
                let (pipelines, after) = splitter.pipelines(at + start);
                script.pipelines.extend(pipelines);
                at = after.max(end);
            }
            None => {
                script.note(piece, line, at);
                at = end;
            }
        }
    }
    script
}

/// Where in a line a known program begins.
fn command_start(line: &str) -> Option<usize> {
    let mut at = 0;
    for word in line.split_inclusive([' ', '\t']) {
        let name = word.trim();
        if PROGRAMS.contains(&name) && at + word.len() < line.len() {
            return Some(at);
        }
        if !name.is_empty() && !BEFORE.contains(&name) {
            return None;
        }
        at += word.len();
    }
    None
}

impl Script {
    /// Keeps a comment or a variable.
    fn note(&mut self, piece: &Piece<'_>, line: &str, at: usize) {
        let trimmed = line.trim();
        let range = |part: &str| -> Option<Range<usize>> {
            let start = at + line.find(part)?;
            Some(start..start + part.len())
        };
        if let Some(comment) = trimmed.strip_prefix('#') {
            self.comments.extend(range(trimmed).map(|own| piece.stated(comment.trim(), own.start, own.end)));
            return;
        }
        let assignment = trimmed.strip_prefix("export ").unwrap_or(trimmed);
        let Some((name, written)) = assignment.split_once('=') else { return };
        let is_name = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
        if name.is_empty() || !name.bytes().all(is_name) {
            return;
        }
        let written = written.split_whitespace().next().unwrap_or_default().trim_matches(['"', '\'']);
        let default = written.strip_prefix("${").and_then(|inner| inner.strip_suffix('}'));
        let value = default.map_or(written, |inner| inner.split_once(":-").map_or("", |(_, value)| value));
        if !value.is_empty()
            && let Some(own) = range(written)
        {
            self.variables.push((name.to_owned(), piece.stated(value, own.start, own.end)));
        }
    }
}
