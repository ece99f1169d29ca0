//! Certification paths as ladders: per certificate every check, those that hold included.

use core::fmt::{self, Write as _};

use crate::inspect::Inspection;
use crate::path::{PathSearch, PathStep};
use crate::report::plain::line;
use crate::rule::Outcome;

/// Ladders beyond this are given in one sentence each; nobody reads more.
const SHOWN: usize = 20;

/// The best path of each target.
pub(super) fn write(out: &mut String, inspection: &Inspection) -> fmt::Result {
    for (number, search) in inspection.paths.iter().enumerate() {
        writeln!(out, "\nPath of #{}: {}", search.target.0, search.verdict().name())?;
        writeln!(out, "   {}", line(&inspection.summary(search)))?;
        if number < SHOWN {
            write_steps(out, search)?;
        }
        let others = search.candidates.len().saturating_sub(1);
        if others > 0 {
            let plural = if others == 1 { "path was" } else { "paths were" };
            writeln!(out, "   {others} other {plural} tried.")?;
        }
    }
    Ok(())
}

fn write_steps(out: &mut String, search: &PathSearch) -> fmt::Result {
    let Some(best) = search.candidates.first() else { return Ok(()) };
    for PathStep { certificate, role, findings } in &best.steps {
        writeln!(out, "   #{} {}", certificate.0, role.name())?;
        for finding in findings {
            let mark = match finding.outcome {
                Outcome::Pass => "holds",
                Outcome::Fail => "FAILS",
                Outcome::Undetermined => "UNDETERMINED",
                Outcome::NotApplicable => continue,
            };
            writeln!(out, "      {mark} {}: {}", finding.rule.code, line(&finding.message))?;
        }
    }
    Ok(())
}
