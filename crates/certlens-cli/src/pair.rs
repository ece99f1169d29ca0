//! `certlens pair`

use std::io;
use std::path::PathBuf;

use certlens::peer::pair::{Pair, outcome, pair};
use certlens::peer::{self, Conversation, Prediction, Role, Said, Side};
use certlens::report::document::FindingDocument;
use certlens::report::pair::{PairDocument, document, markdown, text};
use certlens::rule::{Outcome, Severity, Verdict};
use certlens::{Source, config};

use crate::arguments::{Format, Pair as Options};
use crate::{Exit, output};

pub(crate) fn run(options: &Options) -> io::Result<Exit> {
    let Found { sources, server, client, left_out } = match sides(options)? {
        Ok(found) => found,
        Err(problem) => return Ok(Exit::Unreadable(problem)),
    };
    let time = options.common.at.unwrap_or_else(output::now);
    let configuration = config::read(&sources);
    let names: Vec<Option<String>> =
        if options.names.is_empty() { vec![None] } else { options.names.iter().cloned().map(Some).collect() };
    let pairs: Vec<Pair> = names
        .into_iter()
        .map(|name| {
            let said = Said { name, suites: options.suites };
            let mut conversation = Conversation::stated(&configuration, server.as_ref(), time, said);
            conversation.told.extend(left_out.clone());
            pair(server.as_ref(), client.as_ref(), &conversation, &options.stacks)
        })
        .collect();
    let mut documents = pairs.iter().map(document);
    let Some(mut first) = documents.next() else { return Ok(Exit::Clean) };
    first.other_names = documents.collect();
    print(options.common.format, &first)?;
    let fails = options
        .common
        .fail_on
        .is_some_and(|least| has_findings(&first, least) || pairs.iter().any(is_refused));
    Ok(if fails { Exit::Found } else { Exit::Clean })
}

fn print(format: Format, document: &PairDocument) -> io::Result<Exit> {
    output::print(&match format {
        Format::Text => text(document),
        Format::Json => serde_json::to_string_pretty(document)? + "\n",
        Format::Markdown => markdown(document),
    })
}

/// What was read, and the sides that were named, or those found in it.
struct Found {
    sources: Vec<Source>,
    server: Option<Side>,
    client: Option<Side>,
    /// Who is on no side.
    left_out: Option<String>,
}

const NONE: &str = "no side with a certificate was found: name the files of one with --server or --client";

/// The inner error is a sentence: which two are meant cannot be told.
fn sides(options: &Options) -> io::Result<Result<Found, String>> {
    if options.server.is_empty() && options.client.is_empty() {
        let sources = output::read(&options.files)?;
        let sides = peer::sides(&sources);
        if let Some(asked) = sides.asked(sides.server, sides.client) {
            return Ok(Err(format!(
                "{asked} Name each with --server and --client, by its files or as `namespace/name`."
            )));
        }
        let server = sides.played(Role::Server, sides.server);
        let client = sides.played(Role::Client, sides.client);
        if server.is_none() && client.is_none() {
            return Ok(Err(NONE.to_owned()));
        }
        return Ok(Ok(Found { sources, server, client, left_out: sides.left_out() }));
    }
    // What is given beside the two sides says how they are configured, or holds them.
    let mut sources = if options.files.is_empty() { Vec::new() } else { output::read(&options.files)? };
    let sides = peer::sides(&sources);
    let mut side = |role: Role, files: &[PathBuf]| -> io::Result<Option<Side>> {
        if files.is_empty() {
            return Ok(None);
        }
        if let [name] = files
            && !name.exists()
            && let Some(at) = sides.called(&name.to_string_lossy())
        {
            return Ok(sides.played(role, Some(at)));
        }
        let read = output::read(files)?;
        let side = peer::side(&read);
        sources.extend(read);
        Ok(Some(side))
    };
    let server = side(Role::Server, &options.server)?;
    let client = side(Role::Client, &options.client)?;
    Ok(Ok(Found { sources, server, client, left_out: None }))
}

/// Whether something is found, be it of a version of TLS that none of these stacks would agree on.
fn has_findings(document: &PairDocument, least: Severity) -> bool {
    let is_grave = |finding: &FindingDocument| finding.outcome == Outcome::Fail && finding.severity >= least;
    core::iter::once(document)
        .chain(&document.other_names)
        .any(|document| document.findings.iter().any(is_grave))
}

/// True unless every combination of the stacks shakes hands; what cannot be told is no pass.
fn is_refused(pair: &Pair) -> bool {
    if pair.server.is_some() && pair.client.is_some() {
        let mut cells = pair
            .stacks
            .iter()
            .flat_map(|client| pair.stacks.iter().filter_map(move |server| outcome(client, server)));
        return cells.any(|cell| cell != Verdict::Accept);
    }
    let mut predictions = pair.stacks.iter().flat_map(|verdicts| &verdicts.verdicts);
    predictions.any(|(.., prediction)| *prediction != Prediction::Accept)
}
