//! The report, to copy into a review.

use certlens::report::Format;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::copy::Copy;
use crate::message::Report;
use crate::page::Page;
use crate::wanted::Wanted;

const FORMATS: [(Format, &str); 4] = [
    (Format::Markdown, "Markdown"),
    (Format::Text, "Plain text"),
    (Format::Json, "JSON"),
    (Format::Csv, "CSV of the inventory"),
];

const REDACTED: &str = "Private keys and passwords are not in it. Names, namespaces, files, serial numbers and digests are placeholders, the same one for the same name; read it through all the same before you publish it.";

/// Characters of a report that are shown; all of it is copied.
const SHOWN: usize = 60_000;

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) page: Page,
}

#[component]
pub(crate) fn ReportView(Props { page }: &Props) -> Html {
    let Wanted { format, redacts, .. } = page.state.wanted;
    let answered = page.state.inspected.as_ref().map(|inspected| inspected.generation);
    {
        let page = page.clone();
        // What comes of the pair is told a moment after the rest.
        let paired = page.state.paired.clone();
        use_effect_with((format, redacts, answered, paired), move |(format, redacts, ..)| {
            page.report(*format, *redacts)
        });
    }
    let report =
        page.state.report.clone().filter(|report| (report.format, report.is_redacted) == (format, redacts));
    let choice = |(one, name): (Format, &'static str)| {
        let onchange = page.on(move |page, _: Event| page.want(|wanted| wanted.format = one));
        html! { <label><input type="radio" name="format" checked={format == one} {onchange} />{ name }</label> }
    };
    let onredact = page.on(|page, event: Event| {
        let redacts = event.target_unchecked_into::<HtmlInputElement>().checked();
        page.want(|wanted| wanted.redacts = redacts);
    });
    html! {
        <section class="card" aria-labelledby="report-title">
            <header class="section-head">
                <h2 id="report-title">{ "Report" }</h2>
                <div class="choices" role="radiogroup" aria-label="Format">{ for FORMATS.into_iter().map(choice) }</div>
                <label><input type="checkbox" checked={redacts} onchange={onredact} />{ "Redact names and serial numbers" }</label>
                if let Some(report) = &report {
                    <Copy page={page.clone()} what="the report" label="Copy the report" text={report.text.clone()} />
                }
            </header>
            <p class="absent">{ if redacts { REDACTED } else { "Private keys and passwords are not in it." } }</p>
            if let Some(report) = report {
                <pre class="report" tabindex="0" role="region" aria-label="Text of the report">{ beginning(&report.text) }</pre>
            }
        </section>
    }
}

/// What a copied report is called.
pub(crate) fn named(report: &Report) -> AttrValue {
    let name = FORMATS.iter().find(|(format, _)| *format == report.format).map_or("", |(_, name)| name);
    format!("the report, {name}{}", if report.is_redacted { ", redacted" } else { "" }).into()
}

fn beginning(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}\n… (copy it to see all of it)", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}
