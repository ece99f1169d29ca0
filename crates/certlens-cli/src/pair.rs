//! `certlens pair`

use std::io;

use certlens::peer::pair::{Handshake, Pair, outcome, pair};
use certlens::peer::{self, Conversation, Prediction, Side};
use certlens::report::pair::{PairDocument, document, markdown, text};

use crate::arguments::{Format, Pair as Options};
use crate::{Outcome, output};

pub(crate) fn run(options: &Options) -> io::Result<Outcome> {
    let (server, client) = sides(options)?;
    if server.is_none() && client.is_none() {
        let text = "no side with a certificate was found: name the files of one with --server or --client";
        return Ok(Outcome::Unreadable(text.to_owned()));
    }
    let names = if options.names.is_empty() {
        vec![peer::default_name(server.as_ref())]
    } else {
        options.names.clone()
    };
    let time = options.common.at.unwrap_or_else(output::now);
    let pairs: Vec<Pair> = names
        .into_iter()
        .map(|name| {
            let conversation = Conversation { name, time, suites: options.suites };
            pair(server.as_ref(), client.as_ref(), &conversation, &options.stacks)
        })
        .collect();
    let mut documents = pairs.iter().map(document);
    let Some(mut first) = documents.next() else { return Ok(Outcome::Clean) };
    first.other_names = documents.collect();
    print(options.common.format, &first)?;
    let fails = options.common.fail_on.is_some() && pairs.iter().any(is_refused);
    Ok(if fails { Outcome::Found } else { Outcome::Clean })
}

fn print(format: Format, document: &PairDocument) -> io::Result<Outcome> {
    output::print(&match format {
        Format::Text => text(document),
        Format::Json => serde_json::to_string_pretty(document)? + "\n",
        Format::Markdown => markdown(document),
    })
}

/// The sides that were named, or those found in what was given.
fn sides(options: &Options) -> io::Result<(Option<Side>, Option<Side>)> {
    if options.server.is_empty() && options.client.is_empty() {
        let mut sides = peer::sides(&output::read(&options.files)?);
        let mut take = |at: Option<usize>| at.and_then(|at| sides.candidates.get(at).cloned());
        return Ok((take(sides.server), take(sides.client)));
    }
    let side = |files: &[std::path::PathBuf]| -> io::Result<Option<Side>> {
        if files.is_empty() { Ok(None) } else { Ok(Some(peer::side(&output::read(files)?))) }
    };
    Ok((side(&options.server)?, side(&options.client)?))
}

/// True unless every combination of the stacks shakes hands; what cannot be told is no pass.
fn is_refused(pair: &Pair) -> bool {
    if pair.server.is_some() && pair.client.is_some() {
        let mut cells = pair
            .stacks
            .iter()
            .flat_map(|client| pair.stacks.iter().filter_map(move |server| outcome(client, server)));
        return cells.any(|cell| cell != Handshake::Accept);
    }
    let mut predictions = pair.stacks.iter().flat_map(|verdicts| &verdicts.verdicts);
    predictions.any(|(.., prediction)| *prediction != Prediction::Accept)
}
