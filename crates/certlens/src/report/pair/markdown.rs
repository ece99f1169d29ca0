//! A pair as Markdown that fits a pull-request comment.

use core::fmt::{self, Write as _};

use crate::peer::Cure;
use crate::report::markdown::{cell, fence};
use crate::report::pair::cured;
use crate::report::pair::{PairDocument, VerdictDocument};
use crate::report::vocabulary::StackVerdict;

/// The pair as Markdown.
#[must_use]
pub fn markdown(document: &PairDocument) -> String {
    let mut out = String::new();
    // Writing to a String cannot fail.
    let _infallible = write(&mut out, document);
    out
}

fn write(out: &mut String, document: &PairDocument) -> fmt::Result {
    writeln!(out, "## Will this pair shake hands?\n\n{}\n", cell(&document.summary))?;
    for (role, side) in [("Server", &document.server), ("Client", &document.client)] {
        let title = side.as_ref().map_or("not given", |side| side.title.as_str());
        writeln!(out, "- {role}: {}", cell(title))?;
    }
    writeln!(out, "- Name dialled: {}", cell(&document.name))?;
    writeln!(out, "- Judged at {}", document.at)?;
    document.told.iter().try_for_each(|sentence| writeln!(out, "- {}", cell(sentence)))?;
    writeln!(out)?;
    writeln!(out, "| stack | as client | as server |\n|---|---|---|")?;
    for stack in &document.stacks {
        writeln!(
            out,
            "| {} {} | {} | {} |",
            cell(&stack.name),
            cell(&stack.version),
            both(&stack.client),
            both(&stack.server)
        )?;
    }
    if !document.findings.is_empty() {
        writeln!(out)?;
    }
    for finding in &document.findings {
        writeln!(out, "- **{}** `{}`: {}", finding.weight(), finding.code, cell(&finding.message))?;
    }
    document.cures.iter().try_for_each(|cure| write_cure(out, cure))?;
    document.other_names.iter().try_for_each(|other| write!(out, "\n{}", markdown(other)))
}

fn write_cure(out: &mut String, cure: &Cure) -> fmt::Result {
    writeln!(out, "\n{}\n", cured::headline(cure))?;
    cured::sentences(cure).try_for_each(|sentence| writeln!(out, "- {}", cell(sentence)))?;
    for lines in [&cure.openssl, &cure.cert_manager].into_iter().filter(|lines| !lines.is_empty()) {
        write!(out, "\n{}", fence("", lines))?;
    }
    Ok(())
}

/// One cell for both versions, said once where they agree.
fn both(verdicts: &std::collections::BTreeMap<String, VerdictDocument>) -> String {
    let words = |verdict: &VerdictDocument| match verdict.verdict {
        StackVerdict::Accept => "accepts".to_owned(),
        StackVerdict::Undetermined => format!("cannot be told: {}", cell(&verdict.reason)),
        StackVerdict::LoadError => format!("does not load: {}", cell(&verdict.error)),
        StackVerdict::Reject => format!("refuses: {}", cell(&verdict.error)),
    };
    let mut said: Vec<(String, String)> =
        verdicts.iter().map(|(version, v)| (version.clone(), words(v))).collect();
    said.dedup_by(|later, earlier| later.1 == earlier.1);
    match said.as_slice() {
        [(_, only)] => only.clone(),
        many => {
            let each =
                many.iter().map(|(version, words)| format!("{}: {words}", version.replace("tls", "TLS ")));
            each.collect::<Vec<_>>().join("<br>")
        }
    }
}
