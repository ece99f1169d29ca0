//! How to issue again what was found, for a terminal and for a review.

use core::fmt::{self, Write as _};

use crate::reissue::Fix;
use crate::report::markdown::{cell, write_rest};

/// Fixes beyond this are left out; the JSON has them all.
const SHOWN: usize = 20;

/// Below the objects of the text report.
pub(super) fn text(out: &mut String, fixes: &[Fix]) -> fmt::Result {
    for fix in fixes.iter().take(SHOWN) {
        writeln!(out, "\nTo issue #{} {} properly", fix.object, fix.title)?;
        writeln!(out, "   cures {}", fix.cures.join(", "))?;
        fix.changes.iter().try_for_each(|change| writeln!(out, "   {change}"))?;
        fix.gaps.iter().try_for_each(|gap| writeln!(out, "   To decide: {gap}"))?;
        part(out, &fix.file, &fix.config)?;
        part(out, "OpenSSL", &fix.commands)?;
        part(out, "cert-manager", &fix.manifest)?;
    }
    match fixes.len().saturating_sub(SHOWN) {
        0 => Ok(()),
        more => writeln!(out, "\n{more} more fixes are in the JSON."),
    }
}

fn part(out: &mut String, title: &str, text: &str) -> fmt::Result {
    writeln!(out, "\n   {title}:\n")?;
    text.lines().try_for_each(|line| writeln!(out, "      {line}"))
}

/// At the end of the Markdown report, as far as `longest` bytes of it have room for them.
pub(super) fn markdown(out: &mut String, fixes: &[Fix], longest: usize) -> fmt::Result {
    if fixes.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n### Fixes")?;
    for (number, fix) in fixes.iter().enumerate() {
        let mut own = String::new();
        one(&mut own, fix)?;
        if out.len() + own.len() > longest {
            return write_rest(out, fixes.len() - number, "fixes", "JSON");
        }
        out.push_str(&own);
    }
    Ok(())
}

fn one(out: &mut String, fix: &Fix) -> fmt::Result {
    writeln!(out, "\n#### #{} {}\n", fix.object, cell(&fix.title))?;
    let cures: Vec<String> = fix.cures.iter().map(|code| format!("`{code}`")).collect();
    writeln!(out, "Cures {}.\n", cures.join(", "))?;
    fix.changes.iter().try_for_each(|change| writeln!(out, "- {}", cell(change)))?;
    fix.gaps.iter().try_for_each(|gap| writeln!(out, "- To decide: {}", cell(gap)))?;
    fence(out, &format!("`{}`", fix.file), "ini", &fix.config)?;
    fence(out, "OpenSSL", "sh", &fix.commands)?;
    fence(out, "cert-manager", "yaml", &fix.manifest)
}

/// A fence is longer than any run of backticks within.
fn fence(out: &mut String, title: &str, language: &str, text: &str) -> fmt::Result {
    let runs = text.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat((runs + 1).max(3));
    writeln!(out, "\n{title}:\n\n{fence}{language}\n{text}{fence}")
}
