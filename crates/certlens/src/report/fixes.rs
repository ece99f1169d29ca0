//! How to issue again what was found, for a terminal and for a review.

use core::fmt::{self, Write as _};

use crate::reissue::Fix;
use crate::report::markdown::{cell, code, fence, number, write_rest};
use crate::report::plain::line;

/// Fixes beyond this are left out; the JSON has them all.
const SHOWN: usize = 20;

/// Below the objects of the text report.
pub(super) fn text(out: &mut String, fixes: &[Fix]) -> fmt::Result {
    for fix in fixes.iter().take(SHOWN) {
        writeln!(out, "\nTo issue #{} {} properly", fix.object, line(&fix.title))?;
        writeln!(out, "   cures {}", fix.cures.join(", "))?;
        fix.changes.iter().try_for_each(|change| writeln!(out, "   {}", line(change)))?;
        fix.gaps.iter().try_for_each(|gap| writeln!(out, "   To decide: {}", line(gap)))?;
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
    text.lines().try_for_each(|own| writeln!(out, "      {}", line(own)))
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
    writeln!(out, "\n#### {} {}\n", number(fix.object), cell(&fix.title))?;
    let cures: Vec<String> = fix.cures.iter().map(|code| format!("`{code}`")).collect();
    writeln!(out, "Cures {}.\n", cures.join(", "))?;
    fix.changes.iter().try_for_each(|change| writeln!(out, "- {}", cell(change)))?;
    fix.gaps.iter().try_for_each(|gap| writeln!(out, "- To decide: {}", cell(gap)))?;
    for (title, language, text) in [
        (code(&fix.file).as_str(), "ini", &fix.config),
        ("OpenSSL", "sh", &fix.commands),
        ("cert-manager", "yaml", &fix.manifest),
    ] {
        write!(out, "\n{title}:\n\n{}", fence(language, text))?;
    }
    Ok(())
}
