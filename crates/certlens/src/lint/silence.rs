//! No source is passed over in silence: one in which nothing was found gets a finding that says so.

use std::collections::HashSet;

use crate::inventory::Inventory;
use crate::rule::{Citation, Finding, Outcome, Rule, RuleKind, Severity};
use crate::source::{Scan, Source};
use crate::span::{Location, Span};

/// The rule that a source holds something to inspect.
pub(crate) const NOTHING_FOUND: Rule = Rule {
    code: "nothing-found",
    title: "nothing in it that could be inspected",
    severity: Severity::Notice,
    citation: Citation::Practice("Certlens names what it does not use"),
    explanation: "The text was understood, yet it has no certificate, key, request or list in it.",
    remedy: "Paste the Secret or the file that the workload mounts.",
    kind: RuleKind::Lint,
};

/// A finding for each source that no object, nothing else that was `recognised` and no other finding speaks of.
pub(crate) fn findings(
    sources: &[Source],
    scan: &Scan,
    recognised: impl Iterator<Item = Span>,
    inventory: &Inventory,
    others: &[Finding],
) -> Vec<Finding> {
    let origins = inventory.objects.iter().flat_map(|object| &object.origins);
    let mut spoken: HashSet<usize> = origins.map(|origin| origin.span.source).collect();
    spoken.extend(recognised.map(|span| span.source));
    spoken.extend(scan.digests.iter().map(|digest| digest.span.source));
    spoken.extend(others.iter().filter_map(|finding| match finding.location {
        Location::Text(span) => Some(span.source),
        _ => None,
    }));
    let silent = sources.iter().enumerate().filter(|(number, _)| !spoken.contains(number));
    let finding = |(number, source): (usize, &Source)| {
        let own = scan.manifests.iter().filter(|manifest| manifest.source == number);
        let own: Vec<String> = own.map(ToString::to_string).collect();
        let what = match own.as_slice() {
            [] => "holds".to_owned(),
            [one] => format!("is {one} and holds"),
            [first, rest @ ..] => format!("is {first} with {} more Kubernetes objects and holds", rest.len()),
        };
        Finding {
            rule: &NOTHING_FOUND,
            outcome: Outcome::Fail,
            location: Location::Text(Span::new(number, 0, source.content.len())),
            message: format!(
                "`{}` {what} no certificate, key, request or list. {}",
                source.name, NOTHING_FOUND.remedy
            ),
        }
    };
    silent.map(finding).collect()
}
