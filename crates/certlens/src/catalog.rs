//! Every rule there is, by its code.

use crate::lint;
use crate::path;
use crate::peer;
use crate::rule::Rule;

/// Every rule: the requirements that decide verdicts, then the lints, each once.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    path::rules().chain(peer::rules()).chain(lint::rules())
}

/// The rule with this code.
#[must_use]
pub fn rule(code: &str) -> Option<&'static Rule> {
    rules().find(|rule| rule.code == code)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn codes_are_unique_and_texts_are_sentences() {
        let mut codes = HashSet::new();
        let mut faults = Vec::new();
        for rule in rules() {
            let mut ask = |holds: bool, what: &str| {
                if !holds {
                    faults.push(format!("{}: {what}", rule.code));
                }
            };
            ask(codes.insert(rule.code), "the code is used twice");
            let word = |word: &str| {
                !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
            };
            ask(rule.code.split('-').all(word), "the code is not in kebab case");
            ask(!rule.title.ends_with('.') && !rule.title.is_empty(), "the title ends in a full stop");
            for text in [rule.explanation, rule.remedy] {
                ask(text.ends_with('.') && !text.contains("  "), "a text is no sentence");
                ask(!text.contains('!') && !text.to_lowercase().contains("please"), "a text shouts or begs");
            }
            ask(!rule.citation.to_string().is_empty(), "nothing is cited");
        }
        assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
    }
}
