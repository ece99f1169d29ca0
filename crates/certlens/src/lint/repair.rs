//! What was mended, what was not understood, and which programs would not have been as patient.

use std::collections::BTreeMap;

use crate::config::{self, Configuration};
use crate::rule::{Citation, Finding, Outcome, Rule, RuleKind, Severity};
use crate::source::{Artifact, EntryState, Looks, Manifest, Remark, RemarkKind, Repair, RepairKind, Scan};
use crate::span::{Location, Span};

mod labels;
mod remarks;
mod repairs;

/// Every rule about the text that was pasted.
pub(crate) fn rules() -> impl Iterator<Item = &'static Rule> {
    repairs::RULES.iter().map(|(_, rule)| rule).chain([&labels::LABEL]).chain(remarks::RULES.iter().copied())
}

/// What there is to say of the text itself; damage of one kind to one file is one finding.
pub(crate) fn findings(
    scan: &Scan,
    configuration: &Configuration,
    errors: impl Iterator<Item = Span>,
) -> Vec<Finding> {
    let mut damage: BTreeMap<(usize, RepairKind), Vec<(&Artifact, &Repair)>> = BTreeMap::new();
    for artifact in &scan.artifacts {
        for repair in &artifact.repairs {
            damage.entry((artifact.file, repair.kind)).or_default().push((artifact, repair));
        }
    }
    let damage = damage.iter().filter_map(|((_, kind), found)| finding(*kind, found, scan));
    let is_unknown = |remark: &&Remark| matches!(remark.kind, RemarkKind::Unknown { looks, .. } if looks != Looks::Describe);
    let remarks =
        scan.remarks.iter().filter(|remark| !is_unknown(remark)).map(|remark| of_remark(remark, scan));
    let covered = configuration.covered(errors);
    let unknown: Vec<&Remark> =
        scan.remarks.iter().filter(is_unknown).filter(|remark| !is_understood(remark, &covered)).collect();
    let unknown =
        unknown.chunk_by(|a, b| a.span.source == b.span.source).filter_map(|found| of_unknown(found, scan));
    let manifests = scan.manifests.iter().filter_map(of_manifest);
    let labels = labels::findings(&scan.artifacts);
    damage
        .chain(labels)
        .chain(remarks)
        .chain(unknown)
        .chain(manifests)
        .chain(left_out(configuration, scan))
        .collect()
}

/// True if a text holds configuration or errors, or is what a guide says around it; `covered` is in order.
fn is_understood(remark: &Remark, covered: &[Span]) -> bool {
    let own = remark.span;
    let before = |span: &Span| (span.source, span.end) <= (own.source, own.start);
    let overlaps = covered
        .get(covered.partition_point(before))
        .is_some_and(|span| span.source == own.source && span.start < own.end);
    let is_prose = matches!(remark.kind, RemarkKind::Unknown { looks: Looks::Prose, .. });
    overlaps || (is_prose && covered.binary_search_by_key(&own.source, |span| span.source).is_ok())
}

/// That there was more configuration than is read.
fn left_out(configuration: &Configuration, scan: &Scan) -> Option<Finding> {
    let span = configuration.left_out?;
    let rule = &remarks::LIMIT;
    let place = source_name(scan, span.source);
    let message = format!(
        "{place}: of code, commands and manifests, {} were looked at and the others were not. {} {}",
        config::MOST,
        rule.explanation,
        rule.remedy
    );
    Some(Finding { rule, outcome: Outcome::Undetermined, location: Location::Text(span), message })
}

fn finding(kind: RepairKind, found: &[(&Artifact, &Repair)], scan: &Scan) -> Option<Finding> {
    let (_, rule) = repairs::RULES.iter().find(|(known, _)| *known == kind)?;
    let (artifact, repair) = found.first()?;
    let file = &scan.files.get(artifact.file)?.place;
    let count = artifact.place.block.map(|(_, count)| count).unwrap_or_default();
    let blocks = blocks(found.iter().map(|(artifact, _)| *artifact), count);
    let places: usize = found.iter().map(|(_, repair)| repair.count).sum();
    let times = if places > found.len() { format!(", in {places} places") } else { String::new() };
    let message = format!("`{file}`{blocks}: {}{times}. {} {}", rule.title, rule.explanation, rule.remedy);
    Some(Finding { rule, outcome: Outcome::Fail, location: Location::Text(repair.span), message })
}

/// ` › block 1`, ` › blocks 1, 2 and 5`, ` › all 140 blocks`
fn blocks<'a>(found: impl Iterator<Item = &'a Artifact>, count: usize) -> String {
    const MOST_NAMED: usize = 8;
    let numbers: Vec<String> =
        found.filter_map(|artifact| artifact.place.block).map(|(number, _)| number.to_string()).collect();
    match numbers.as_slice() {
        [] => String::new(),
        [only] => format!(" › block {only}"),
        all if all.len() == count => format!(" › all {count} blocks"),
        many if many.len() > MOST_NAMED => format!(" › {} of {count} blocks", many.len()),
        [most @ .., last] => format!(" › blocks {} and {last}", most.join(", ")),
    }
}

fn of_remark(remark: &Remark, scan: &Scan) -> Finding {
    let place = source_name(scan, remark.span.source);
    let size = remark.span.end.saturating_sub(remark.span.start);
    let (rule, found) = match &remark.kind {
        RemarkKind::Empty => (&remarks::EMPTY, "there is nothing in it".to_owned()),
        RemarkKind::Unknown { looks, excerpt } => unknown(*looks, excerpt, size),
        RemarkKind::Surrounding { count } => (
            &remarks::SURROUNDING,
            match count {
                1 => "there is other text beside what was read".to_owned(),
                _ => format!("there is other text in {count} places around what was read"),
            },
        ),
        RemarkKind::Binary => {
            (&remarks::BINARY, format!("these {size} bytes are neither text nor a format that is known here"))
        }
        RemarkKind::NotUtf8 => (&remarks::NOT_UTF8, format!("byte {} is not UTF-8", remark.span.start)),
        RemarkKind::Compressed { format, is_encrypted } => {
            let why = if *is_encrypted { ": files in it are encrypted with a password" } else { "" };
            (&remarks::COMPRESSED, format!("this {format} archive was not unpacked in full{why}"))
        }
        RemarkKind::HelmRelease => {
            (&remarks::HELM, "this Secret is a Helm release, which was skipped".to_owned())
        }
        RemarkKind::BrokenYaml { reason } => {
            (&remarks::BROKEN_YAML, format!("the YAML cannot be parsed: {}", reason.trim_end_matches('.')))
        }
        RemarkKind::NotBase64 { key, has } => (&remarks::NOT_BASE64, format!("the value of `{key}` {has}")),
        RemarkKind::PemInData { key } => {
            (&remarks::PEM_IN_DATA, format!("the value of `{key}` is PEM where base64 of it is needed"))
        }
        RemarkKind::Overridden { key } => (
            &remarks::OVERRIDDEN,
            format!("`{key}` stands in `data` and in `stringData`, whose value counts"),
        ),
        RemarkKind::DuplicateKey { key } => {
            (&remarks::DUPLICATE_KEY, format!("the key `{key}` is there twice"))
        }
        RemarkKind::LastApplied { has_private_key: true } => {
            (&remarks::LAST_APPLIED_KEY, "an annotation carries a second copy of the private key".to_owned())
        }
        RemarkKind::LastApplied { has_private_key: false } => {
            (&remarks::LAST_APPLIED, "an annotation carries a copy of the object".to_owned())
        }
        RemarkKind::UnresolvedAlias { name } => {
            (&remarks::ALIAS, format!("the alias `{name}` stands for nothing that can be used"))
        }
        RemarkKind::Limit { limit } => (&remarks::LIMIT, format!("reading stopped at {limit}")),
    };
    let outcome =
        if matches!(remark.kind, RemarkKind::Limit { .. }) { Outcome::Undetermined } else { Outcome::Fail };
    let message = format!("{place}: {found}. {} {}", rule.explanation, rule.remedy);
    Finding { rule, outcome, location: Location::Text(remark.span), message }
}

/// The rule for text that nothing was found in, and what was found there; by what it looks like.
fn unknown(looks: Looks, excerpt: &str, size: usize) -> (&'static Rule, String) {
    match looks {
        Looks::Describe => {
            (&remarks::DESCRIBE, format!("these {size} bytes are the output of `kubectl describe`"))
        }
        Looks::OpensslText => {
            (&remarks::PRINTED, format!("these {size} bytes look like {looks}, and no PEM is in them"))
        }
        _ => (
            &remarks::UNKNOWN,
            format!(
                "no certificate or key is in these {size} bytes, which look like {looks} and begin “{excerpt}”"
            ),
        ),
    }
}

/// All text of one source that nothing was found in.
fn of_unknown(found: &[&Remark], scan: &Scan) -> Option<Finding> {
    let first = found.first().filter(|_| found.len() > 1);
    let Some(first) = first else { return found.first().map(|only| of_remark(only, scan)) };
    let size: usize = found.iter().map(|remark| remark.span.end.saturating_sub(remark.span.start)).sum();
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for remark in found {
        if let RemarkKind::Unknown { looks, .. } = &remark.kind {
            *counts.entry(looks.to_string()).or_default() += 1;
        }
    }
    let kinds: Vec<String> = counts.iter().map(|(looks, count)| format!("{looks} in {count}")).collect();
    let rule = &remarks::UNKNOWN;
    let message = format!(
        "{}: no certificate or key is in {} stretches of text, {size} bytes in all: {}. {} {}",
        source_name(scan, first.span.source),
        found.len(),
        kinds.join(", "),
        rule.explanation,
        rule.remedy
    );
    Some(Finding { rule, outcome: Outcome::Fail, location: Location::Text(first.span), message })
}

fn source_name(scan: &Scan, source: usize) -> String {
    scan.sources.get(source).map_or_else(|| format!("source {}", source + 1), |name| format!("`{name}`"))
}

/// What a Secret or a `ConfigMap` has keys for and no values.
fn of_manifest(manifest: &Manifest) -> Option<Finding> {
    let counting = manifest.entries.iter().filter(|entry| !entry.is_overridden);
    let mut lacking = counting.filter_map(|entry| {
        let instead = match &entry.state {
            EntryState::Present | EntryState::NotBase64 => return None,
            EntryState::Empty => "an empty string".to_owned(),
            EntryState::Null => "nothing".to_owned(),
            EntryState::OnlyComment(comment) => format!("only the comment “{comment}”"),
            EntryState::Placeholder(text) => format!("the placeholder `{text}`"),
        };
        Some((entry, format!("`{}` holds {instead}", entry.key)))
    });
    let (first, mut found) = lacking.next()?;
    for (_, next) in lacking {
        found.push_str(", ");
        found.push_str(&next);
    }
    let rule = &remarks::VALUE_MISSING;
    let message = format!("`{manifest}`: {found}. {} {}", rule.explanation, rule.remedy);
    Some(Finding { rule, outcome: Outcome::Fail, location: Location::Text(first.span), message })
}

const fn lint(
    code: &'static str,
    severity: Severity,
    title: &'static str,
    practice: &'static str,
    explanation: &'static str,
    remedy: &'static str,
) -> Rule {
    Rule {
        code,
        title,
        severity,
        citation: Citation::Practice(practice),
        explanation,
        remedy,
        kind: RuleKind::Lint,
    }
}

#[cfg(test)]
mod tests;
