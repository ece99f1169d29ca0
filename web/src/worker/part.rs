//! The document in parts, each small enough for the page to take in between two frames.

use certlens::report::document::InspectionDocument;
use certlens::span::Span;

/// Most entries of each list in one part.
const MOST: usize = 50;

/// Parts that begin with `document` without most of its lists, and go on with the rest of them.
pub(super) fn split(mut document: InspectionDocument) -> Vec<InspectionDocument> {
    let mut objects = core::mem::take(&mut document.objects).into_iter();
    let mut manifests = core::mem::take(&mut document.manifests).into_iter();
    let mut configuration = core::mem::take(&mut document.configuration).into_iter();
    let mut relations = core::mem::take(&mut document.relations).into_iter();
    let mut paths = core::mem::take(&mut document.paths).into_iter();
    let mut findings = core::mem::take(&mut document.findings).into_iter();
    let mut parts = Vec::new();
    let mut part = document;
    loop {
        part.objects = objects.by_ref().take(MOST).collect();
        part.manifests = manifests.by_ref().take(MOST).collect();
        part.configuration = configuration.by_ref().take(MOST).collect();
        part.relations = relations.by_ref().take(MOST).collect();
        part.paths = paths.by_ref().take(MOST).collect();
        part.findings = findings.by_ref().take(MOST).collect();
        parts.push(core::mem::take(&mut part));
        let found = objects.len() + manifests.len() + configuration.len();
        let said = relations.len() + paths.len() + findings.len();
        if found + said == 0 {
            return parts;
        }
    }
}

/// Moves every place in a source to where the page shows it.
pub(super) fn map_spans(document: &mut InspectionDocument, shown: impl Fn(Span) -> Span) {
    for origin in document.objects.iter_mut().flat_map(|object| &mut object.origins) {
        let span = shown(Span::new(origin.source_index, origin.start, origin.end));
        (origin.start, origin.end) = (span.start, span.end);
    }
    for manifest in &mut document.manifests {
        manifest.span = shown(manifest.span);
        manifest.entries.iter_mut().for_each(|entry| entry.span = shown(entry.span));
    }
    document.configuration.iter_mut().for_each(|found| found.span = shown(found.span));
    let in_paths =
        document.paths.iter_mut().flat_map(|path| &mut path.steps).flat_map(|step| &mut step.findings);
    for finding in document.findings.iter_mut().chain(in_paths) {
        finding.text = finding.text.map(&shown);
    }
    document.secrets.iter_mut().for_each(|secret| secret.span = shown(secret.span));
    document.digests.iter_mut().for_each(|digest| digest.span = shown(digest.span));
}
