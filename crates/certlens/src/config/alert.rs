//! Alerts of Prometheus: which metrics they look at, and when they fire before a certificate expires.

use serde::Serialize;

use super::yaml::Document;
use super::{Configuration, Stated};
use crate::span::Span;

/// One alerting rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Alert {
    /// The rule.
    pub span: Span,
    /// `alert`
    pub name: String,
    /// `expr`
    pub expression: Stated<String>,
    /// The metrics in it.
    pub metrics: Vec<Stated<String>>,
    /// Seconds before expiry at which it begins to fire, where it compares what is left with a number.
    pub threshold: Option<Stated<u64>>,
    /// It fires once the expiry has passed: `metric < time()`.
    pub after_expiry: bool,
}

impl Alert {
    /// `alert CertificateExpired`
    #[must_use]
    pub fn title(&self) -> String {
        format!("alert {}", self.name)
    }
}

pub(super) fn read(document: &Document<'_>, found: &mut Configuration) {
    for node in document.tree.mappings() {
        let name = document.stated(node, &["alert"]);
        if let (Some(name), Some(expression)) = (name, document.stated(node, &["expr"]))
            && found.has_room(expression.span)
        {
            found.alerts.push(alert(document, node, name.value, expression));
        }
    }
}

fn alert(document: &Document<'_>, node: usize, name: String, expression: Stated<String>) -> Alert {
    let tokens = tokens(&expression.value);
    let mut metrics = Vec::new();
    let mut from = 0;
    for metric in tokens.iter().enumerate().filter_map(|(at, _)| metric(&tokens, at)) {
        let (span, end) = document.part(expression.span, metric, from);
        from = end;
        metrics.push(Stated { value: metric.to_owned(), span });
    }
    let less = tokens.iter().rposition(|token| *token == "<");
    let (left, right) = tokens.split_at(less.unwrap_or(tokens.len()));
    let right = right.get(1..).unwrap_or_default();
    let right = if right.first() == Some(&"=") { right.get(1..).unwrap_or_default() } else { right };
    let is_expiry =
        left.iter().any(|token| token.contains("expiration_timestamp") || token.contains("not_after"));
    let threshold = seconds_before(left, right).filter(|_| is_expiry);
    let threshold = threshold.zip(right.first().copied()).map(|(value, first)| {
        let at = expression.value.rfind('<').unwrap_or_default();
        Stated { value, span: document.part(expression.span, first, at).0 }
    });
    Alert {
        span: document.span(node),
        name,
        after_expiry: is_expiry && right == ["time", "(", ")"],
        expression,
        metrics,
        threshold,
    }
}

/// Names, numbers and marks; what stands in quotation marks or braces is left out.
fn tokens(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let is_word = |character: char| character.is_alphanumeric() || "_:.".contains(character);
        let len = match first {
            '{' => rest.find('}').map_or(rest.len(), |end| end + 1),
            '"' | '\'' => rest.get(1..).and_then(|body| body.find(first)).map_or(rest.len(), |end| end + 2),
            '#' => rest.find('\n').unwrap_or(rest.len()),
            _ if is_word(first) => rest.find(|character| !is_word(character)).unwrap_or(rest.len()),
            _ => first.len_utf8(),
        };
        let (token, after) = rest.split_at_checked(len).unwrap_or((rest, ""));
        if !first.is_whitespace() && !matches!(first, '{' | '"' | '\'' | '#') {
            found.push(token);
        }
        rest = after;
    }
    found
}

/// The token at `at`, if it is the name of a metric: no function, no keyword and no label.
fn metric<'a>(tokens: &[&'a str], at: usize) -> Option<&'a str> {
    let token = *tokens.get(at)?;
    let is_name = token.starts_with(|character: char| character.is_ascii_alphabetic() || character == '_');
    let is_called = tokens.get(at + 1) == Some(&"(");
    (is_name && !is_called && token.contains('_') && !token.contains('.')).then_some(token)
}

/// The seconds left below which `left < right` fires, where `left` is what is left in seconds, divided by numbers.
fn seconds_before(left: &[&str], right: &[&str]) -> Option<u64> {
    let measures = left.windows(3).any(|three| three == ["-", "time", "("]);
    let product =
        right.iter().step_by(2).try_fold(1_u64, |product, number| product.checked_mul(whole(number)?))?;
    let is_product = !right.is_empty() && right.iter().skip(1).step_by(2).all(|sign| *sign == "*");
    let divisions = left.windows(2).filter(|two| two.first() == Some(&"/"));
    let divisor = divisions.filter_map(|two| whole(two.last()?)).try_fold(1_u64, u64::checked_mul)?;
    if measures && is_product { product.checked_mul(divisor) } else { None }
}

/// A whole number, or a duration in seconds.
fn whole(text: &str) -> Option<u64> {
    text.parse().ok().or_else(|| super::cert_manager::duration(text))
}
