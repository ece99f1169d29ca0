//! The rules as text, Markdown and JSON.

use core::fmt::Write as _;

use serde::Serialize;

use crate::rule::{Rule, RuleKind, Severity};

/// One rule in the words of the catalogue.
#[derive(Serialize)]
struct RuleDocument {
    code: &'static str,
    title: &'static str,
    severity: Severity,
    citation: String,
    explanation: &'static str,
    remedy: &'static str,
    kind: RuleKind,
}

#[derive(Serialize)]
struct RulesDocument {
    rules: Vec<RuleDocument>,
}

/// One rule, everything there is to say of it.
#[must_use]
pub fn text(rule: &Rule) -> String {
    format!(
        "{}: {}\n{} ({}), {}\n\n{}\n{}\n",
        rule.code,
        rule.title,
        rule.kind.name(),
        rule.severity.name(),
        rule.citation,
        rule.explanation,
        rule.remedy
    )
}

/// One line for each rule: code, severity and title.
#[must_use]
pub fn list(rules: &[&'static Rule]) -> String {
    let longest = rules.iter().map(|rule| rule.code.len()).max().unwrap_or_default();
    let mut list = String::new();
    for rule in rules {
        let severity = rule.severity.name();
        // Writing to a String cannot fail.
        let _infallible = writeln!(list, "{:longest$}  {severity:7}  {}", rule.code, rule.title);
    }
    list
}

/// The rules as a page: requirements, then lints, each under its code.
#[must_use]
pub fn markdown(rules: &[&'static Rule]) -> String {
    let mut page = format!(
        "# Rules\n\n{} rules. *Requirements* decide whether a path or a handshake holds; *lints* are opinions and decide nothing.\n\
         `certlens rules CODE` prints one of them.\n",
        rules.len()
    );
    for (of, title) in [(RuleKind::Requirement, "Requirements"), (RuleKind::Lint, "Lints")] {
        let mut own = rules.iter().filter(|rule| rule.kind == of).peekable();
        if own.peek().is_some() {
            let _infallible = write!(page, "\n## {title}\n");
        }
        for rule in own {
            let Rule { code, title, citation, explanation, remedy, .. } = rule;
            let severity = rule.severity.name();
            let _infallible = write!(
                page,
                "\n### {code}\n\n**{title}** ({severity}; {citation})\n\n{explanation} {remedy}\n"
            );
        }
    }
    page
}

/// The rules as JSON, indented: `{"rules": [{"code", "title", "severity", …}]}`.
///
/// # Errors
/// None in practice: the document has only strings.
pub fn json(rules: &[&'static Rule]) -> serde_json::Result<String> {
    let document = |rule: &&'static Rule| RuleDocument {
        code: rule.code,
        title: rule.title,
        severity: rule.severity,
        citation: rule.citation.to_string(),
        explanation: rule.explanation,
        remedy: rule.remedy,
        kind: rule.kind,
    };
    serde_json::to_string_pretty(&RulesDocument { rules: rules.iter().map(document).collect() })
}
