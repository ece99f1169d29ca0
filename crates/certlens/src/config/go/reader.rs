//! From tokens to literals, the assignments to them, and calls.

use core::ops::Range;
use std::collections::HashMap;

use super::checks::{Checks, within};
use super::token::{self, Token, Tokens};
use super::{Callback, FileRead, GoTlsConfig, VerifyOptions};
use crate::config::piece::Piece;
use crate::config::{Configuration, Stated};
use crate::span::Span;

/// Longest name or comment that is kept with a literal, which may share it with many.
const LONGEST_WORDS: usize = 400;

/// Most tokens between the name of a function and its body.
const MOST_HEAD: usize = 200;

pub(in crate::config) fn read(piece: &Piece<'_>, found: &mut Configuration) {
    if !piece.text.contains("tls.") && !piece.text.contains("x509.") {
        return;
    }
    let tokens = token::tokens(piece.text);
    let checks = Checks::of(&tokens);
    let mut reader = Reader { piece, tokens: &tokens, checks, function: None, variables: HashMap::new() };
    for at in 0..tokens.all.len() {
        reader.at(at, found);
    }
}

struct Reader<'a> {
    piece: &'a Piece<'a>,
    tokens: &'a Tokens<'a>,
    checks: Checks,
    /// The function that is being read, and the number of the token that ends it.
    function: Option<(String, Option<usize>)>,
    /// Variables that hold a `tls.Config`, and its number.
    variables: HashMap<&'a str, usize>,
}

impl<'a> Reader<'a> {
    fn span(&self, from: usize, to: usize) -> Span {
        let start = self.tokens.get(from).map_or(0, |token| token.start);
        self.piece.span(start, self.tokens.get(to).map_or(start, Token::end))
    }

    fn at(&mut self, at: usize, found: &mut Configuration) {
        let tokens = self.tokens;
        if tokens.follow(at, &["func"]) {
            self.function = self.declared(at).or_else(|| self.function.take());
        } else if self.function.as_ref().is_some_and(|(_, end)| *end == Some(at)) {
            self.function = None;
        } else if self.is_literal(at, &["tls", ".", "Config", "{"]) {
            let Some(close) = tokens.close(at + 3) else { return };
            let mut config = GoTlsConfig {
                span: self.span(at, close),
                function: self.function_name(),
                ..GoTlsConfig::default()
            };
            for (name, value) in self.fields(at + 3, close) {
                self.set(&mut config, name, value);
            }
            if let Some(variable) = self.variable(at) {
                self.variables.insert(variable, found.tls_configs.len());
            }
            if found.has_room(config.span) {
                found.tls_configs.push(config);
            }
        } else if self.is_literal(at, &["x509", ".", "VerifyOptions", "{"]) {
            if let Some(options) = self.verify_options(at)
                && found.has_room(options.span)
            {
                found.verify_options.push(options);
            }
        } else if let Some(read) = self.file_read(at) {
            if found.has_room(read.span) {
                found.file_reads.push(read);
            }
        } else if let Some((number, name)) = self.assigned(at)
            && let Some(config) = found.tls_configs.get_mut(number)
        {
            let line = tokens.get(at).map_or(0, |token| token.line);
            let from = at + 4;
            let mut end = from;
            while let Some(token) = tokens.get(end).filter(|token| token.line == line || end == from) {
                end = token.partner.filter(|partner| *partner > end).unwrap_or(end) + 1;
            }
            self.set(config, name, from..end);
        }
    }

    /// True if these tokens begin a literal: after a star or a bracket they are the type of a result or an element.
    fn is_literal(&self, at: usize, texts: &[&str]) -> bool {
        let before = at.checked_sub(1).and_then(|before| self.tokens.get(before));
        let is_type = before.is_some_and(|token| token.is("*") || token.is(")") || token.is("]"));
        !is_type && self.tokens.follow(at, texts)
    }

    fn function_name(&self) -> Option<String> {
        self.function.as_ref().map(|(name, _)| name.clone())
    }

    /// The name of the function that `func` at `at` declares, and the number of the token that ends it, if one does.
    fn declared(&self, at: usize) -> Option<(String, Option<usize>)> {
        let receiver = self.tokens.get(at + 1).filter(|token| token.is("("));
        let name = if receiver.is_some() { self.tokens.close(at + 1)? + 1 } else { at + 1 };
        // A function literal has a type where a declaration has its name.
        self.tokens.get(name + 1).filter(|token| token.is("(") || token.is("["))?;
        let declared = self.tokens.word(name).filter(|name| name.len() <= LONGEST_WORDS)?;
        // Of the braces on its line, those of a type close there and those of the body do not.
        let line = self.tokens.get(at)?.line;
        let body = (name..name + MOST_HEAD).find_map(|at| {
            let end = self.tokens.get(at).filter(|token| token.is("{") && token.line == line)?.partner?;
            (self.tokens.get(end)?.line > line).then_some(end)
        });
        Some((declared.to_owned(), body))
    }

    /// The variable that the literal at `at` is given to: `name := &tls.Config`.
    fn variable(&self, at: usize) -> Option<&'a str> {
        let back =
            |at: usize, text: &str| at.checked_sub(1).filter(|before| self.tokens.follow(*before, &[text]));
        let at = back(at, "&").unwrap_or(at);
        let at = back(at, "=")?;
        let at = back(at, ":").unwrap_or(at);
        self.tokens.word(at.checked_sub(1)?)
    }

    /// The config and the field that `name.Field = …` at `at` sets.
    fn assigned(&self, at: usize) -> Option<(usize, &'a str)> {
        let number = *self.variables.get(self.tokens.word(at)?)?;
        let name = self.tokens.word(at + 2)?;
        let is_assignment = self.tokens.follow(at + 1, &["."])
            && self.tokens.follow(at + 3, &["="])
            && !self.tokens.follow(at + 4, &["="]);
        is_assignment.then_some((number, name))
    }

    /// The fields of the literal between two braces, and the tokens of their values.
    fn fields(&self, open: usize, close: usize) -> Vec<(&'a str, Range<usize>)> {
        let mut fields = Vec::new();
        let mut at = open + 1;
        while at < close {
            let end = self.element_end(at, close);
            if let Some(name) = self.tokens.word(at)
                && self.tokens.follow(at + 1, &[":"])
            {
                fields.push((name, at + 2..end));
            }
            at = end + 1;
        }
        fields
    }

    /// Number of the comma that ends the element at `at`, or `close`.
    fn element_end(&self, at: usize, close: usize) -> usize {
        let mut at = at;
        while at < close && !self.tokens.follow(at, &[","]) {
            at = self.tokens.close(at).unwrap_or(at) + 1;
        }
        at.min(close)
    }

    fn set(&self, config: &mut GoTlsConfig, name: &str, value: Range<usize>) {
        let span = self.span(value.start.saturating_sub(2), value.end.saturating_sub(1));
        match name {
            "ServerName" => {
                config.server_name = self.string(&value);
                config.server_name_comment = self.comment(&value);
            }
            "MinVersion" => config.min_version = self.constant(&value, "tls"),
            "MaxVersion" => config.max_version = self.constant(&value, "tls"),
            "ClientAuth" => config.client_auth = self.constant(&value, "tls"),
            "CipherSuites" => {
                config.cipher_suites = Some(Stated { value: self.constants(&value, "tls"), span })
            }
            "RootCAs" => config.root_cas = Some(span),
            "ClientCAs" => config.client_cas = Some(span),
            "Certificates" => config.certificates = Some(span),
            "GetCertificate" | "GetClientCertificate" | "GetConfigForClient" => config.reloads = Some(span),
            "InsecureSkipVerify" => {
                let word = self.tokens.word(value.start).filter(|word| matches!(*word, "true" | "false"));
                config.insecure_skip_verify = word.map(|word| Stated { value: word == "true", span });
            }
            "VerifyPeerCertificate" => config.verify_peer_certificate = Some(self.callback(&value, span)),
            "VerifyConnection" => config.verify_connection = Some(self.callback(&value, span)),
            _ => {}
        }
    }

    fn string(&self, value: &Range<usize>) -> Option<Stated<String>> {
        let text = self.tokens.string(value.start).filter(|_| value.len() == 1)?;
        Some(Stated { value: text.to_owned(), span: self.span(value.start, value.start) })
    }

    /// `tls.Name`, and nothing else.
    fn constant(&self, value: &Range<usize>, package: &str) -> Option<Stated<String>> {
        self.constants(value, package).pop().filter(|_| value.len() == 3)
    }

    /// Every `tls.Name` in `value`.
    fn constants(&self, value: &Range<usize>, package: &str) -> Vec<Stated<String>> {
        // No list of suites is longer, and lists within lists must not be read again for each.
        const MOST_TOKENS: usize = 1000;
        let names = value.clone().take(MOST_TOKENS).filter(|at| self.tokens.follow(*at, &[package, "."]));
        let stated = names.filter_map(|at| {
            let name = self.tokens.word(at + 2).filter(|_| at + 2 < value.end)?;
            Some(Stated { value: name.to_owned(), span: self.span(at, at + 2) })
        });
        stated.collect()
    }

    /// The comment after a value on its line, or on the line above it.
    fn comment(&self, value: &Range<usize>) -> Option<Stated<String>> {
        let token = self.tokens.get(value.start)?;
        let comments = &self.tokens.comments;
        let next = comments.partition_point(|comment| comment.range.start < token.start);
        let after = comments.get(next).filter(|comment| comment.line == token.line);
        let above = || comments.get(next.checked_sub(1)?).filter(|comment| comment.line + 1 == token.line);
        let comment = after.or_else(above).filter(|comment| comment.text.len() <= LONGEST_WORDS)?;
        Some(self.piece.stated(comment.text, comment.range.start, comment.range.end))
    }

    fn callback(&self, value: &Range<usize>, span: Span) -> Callback {
        let find = |all: &[Range<usize>]| {
            within(all, value.start, value.end).map(|range| self.span(range.start, range.end))
        };
        let has_loop = within(&self.checks.loops, value.start, value.end).is_some();
        Callback {
            span,
            hashes_certificate: find(&self.checks.certificate_hashes),
            compares_hex: find(&self.checks.hex_comparisons),
            compares_one: find(&self.checks.single_comparisons).filter(|_| !has_loop),
        }
    }

    fn verify_options(&self, at: usize) -> Option<VerifyOptions> {
        let close = self.tokens.close(at + 3)?;
        let mut options = VerifyOptions {
            span: self.span(at, close),
            function: self.function_name(),
            ..VerifyOptions::default()
        };
        for (name, value) in self.fields(at + 3, close) {
            let span = self.span(value.start.saturating_sub(2), value.end.saturating_sub(1));
            match name {
                "KeyUsages" => {
                    let mut usages = self.constants(&value, "x509");
                    // `[]x509.ExtKeyUsage` is the type of the list.
                    usages.retain(|usage| usage.value != "ExtKeyUsage");
                    options.key_usages = Some(Stated { value: usages, span });
                }
                "DNSName" => options.dns_name = Some(span),
                "Intermediates" => options.intermediates = Some(span),
                "Roots" => options.roots = Some(span),
                _ => {}
            }
        }
        Some(options)
    }

    fn file_read(&self, at: usize) -> Option<FileRead> {
        const READERS: &[(&str, &str)] =
            &[("tls", "LoadX509KeyPair"), ("os", "ReadFile"), ("ioutil", "ReadFile")];
        let (package, name) =
            READERS.iter().find(|(package, name)| self.tokens.follow(at, &[package, ".", name, "("]))?;
        let close = self.tokens.close(at + 3)?;
        let mut paths = Vec::new();
        let mut argument = at + 4;
        while argument < close {
            let end = self.element_end(argument, close);
            paths.extend(self.string(&(argument..end)));
            argument = end + 1;
        }
        Some(FileRead { function: format!("{package}.{name}"), paths, span: self.span(at, close) })
    }
}
