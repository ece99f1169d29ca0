//! A pair as text for a terminal.

use core::fmt::{self, Write as _};

use crate::peer::Cure;
use crate::report::pair::cured;
use crate::report::pair::{PairDocument, SideDocument, StackDocument, VerdictDocument};
use crate::report::plain::line;
use crate::report::vocabulary::StackVerdict;
use crate::rule::Verdict;

/// The pair as text for a terminal.
#[must_use]
pub fn text(document: &PairDocument) -> String {
    let mut out = String::new();
    // Writing to a String cannot fail.
    let _infallible = write(&mut out, document);
    out
}

fn write(out: &mut String, document: &PairDocument) -> fmt::Result {
    writeln!(out, "{}\n", document.summary)?;
    side(out, "server", document.server.as_ref())?;
    side(out, "client", document.client.as_ref())?;
    writeln!(out, "name    {}\nat      {}", line(&document.name), document.at)?;
    document.told.iter().try_for_each(|sentence| writeln!(out, "        {sentence}"))?;
    writeln!(out)?;
    for stack in &document.stacks {
        writeln!(out, "{:<18}{} {}", stack.stack, stack.name, stack.version)?;
        role(out, "as client", &stack.client)?;
        role(out, "as server", &stack.server)?;
    }
    grid(out, document)?;
    for finding in &document.findings {
        writeln!(out, "\n{} {}: {}", finding.weight(), finding.code, line(&finding.message))?;
    }
    document.cures.iter().try_for_each(|cure| write_cure(out, cure))?;
    document.other_names.iter().try_for_each(|other| write!(out, "\n{}", text(other)))
}

fn write_cure(out: &mut String, cure: &Cure) -> fmt::Result {
    writeln!(out, "\n{}", cured::headline(cure))?;
    cured::sentences(cure).try_for_each(|sentence| writeln!(out, "  {}", line(sentence)))?;
    for (what, lines) in [("For OpenSSL", &cure.openssl), ("For cert-manager", &cure.cert_manager)] {
        if !lines.is_empty() {
            writeln!(out, "\n{what}:")?;
            lines.lines().try_for_each(|own| writeln!(out, "  {}", line(own)))?;
        }
    }
    Ok(())
}

fn side(out: &mut String, role: &str, side: Option<&SideDocument>) -> fmt::Result {
    let Some(side) = side else { return writeln!(out, "{role}  not given") };
    writeln!(out, "{role}  {}", line(&side.title))?;
    side.reasons.iter().try_for_each(|reason| writeln!(out, "        {}", line(reason)))
}

type ByVersion = std::collections::BTreeMap<String, VerdictDocument>;

fn role(out: &mut String, role: &str, verdicts: &ByVersion) -> fmt::Result {
    let mut said: Option<&VerdictDocument> = None;
    for (version, verdict) in verdicts {
        let version = version.trim_start_matches("tls");
        if said.is_some_and(|before| before.error == verdict.error && before.verdict == verdict.verdict) {
            writeln!(out, "  {role} {version}  likewise")?;
            continue;
        }
        let words =
            if verdict.verdict == StackVerdict::Undetermined { &verdict.reason } else { &verdict.error };
        writeln!(out, "  {role} {version}  {:<12} {}", verdict.verdict.name(), line(words))?;
        if !verdict.own_words.is_empty() {
            writeln!(out, "{:>29} {}", "recorded in Python; OpenSSL:", line(&verdict.own_words))?;
        }
        if !verdict.peer_sees.is_empty() {
            writeln!(out, "{:>29} {}", "the other side sees", line(&verdict.peer_sees))?;
        }
        said = Some(verdict);
    }
    Ok(())
}

/// Clients downwards, servers across; in the version that the two agree on.
fn grid(out: &mut String, document: &PairDocument) -> fmt::Result {
    if document.handshakes.is_empty() {
        return Ok(());
    }
    writeln!(out, "\nWho shakes hands: clients downwards, servers across, in their order above")?;
    for client in &document.stacks {
        write!(out, "  {:<18}", client.stack)?;
        for server in &document.stacks {
            write!(out, " {}", mark(document, client, server))?;
        }
        writeln!(out)?;
    }
    writeln!(out, "  + yes   - no   ? cannot be told   . no version in common")
}

/// The verdict of the highest version, which comes last.
fn mark(document: &PairDocument, client: &StackDocument, server: &StackDocument) -> char {
    let of =
        document.handshakes.iter().rfind(|cell| cell.client == client.stack && cell.server == server.stack);
    match of.map(|cell| cell.verdict) {
        Some(Verdict::Accept) => '+',
        Some(Verdict::Reject) => '-',
        Some(_) => '?',
        None => '.',
    }
}
