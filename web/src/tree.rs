//! An object as a tree of fields, by mouse and by arrow keys.

use std::collections::HashSet;

use certlens::describe::Node;
use web_sys::HtmlElement;
use yew::prelude::*;

use crate::choice::way_to;
use crate::page::Page;
use crate::state::Selection;

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) page: Page,
    pub(crate) object: usize,
    pub(crate) tree: Node,
}

/// A node in sight: its way from the root, and its place among its siblings.
struct Line<'a> {
    way: Vec<usize>,
    node: &'a Node,
    siblings: usize,
    is_open: bool,
}

#[component]
pub(crate) fn Tree(Props { page, object, tree }: &Props) -> Html {
    let open = use_state(HashSet::<Vec<usize>>::new);
    let current = use_state_eq(|| vec![0]);
    let root = use_node_ref();
    let chosen = page.state.selection.filter(|selection| selection.object == Some(*object));
    let chosen = chosen.and_then(|selection| selection.bytes);
    let way = chosen.and_then(|bytes| way_to(tree, bytes));
    {
        let (open, current, root) = (open.clone(), current.clone(), root.clone());
        use_effect_with(way.clone(), move |way| {
            if let Some(way) = way {
                let mut ways = (*open).clone();
                ways.extend((1..way.len()).filter_map(|length| Some(way.get(..length)?.to_vec())));
                open.set(ways);
                current.set(way.clone());
            }
            bring_into_sight(&root);
        });
    }
    let mut lines = Vec::new();
    flatten(&tree.children, &[], &open, &mut lines);

    let onkeydown = {
        let steps: Vec<(Vec<usize>, bool, bool)> = lines
            .iter()
            .map(|line| (line.way.clone(), !line.node.children.is_empty(), line.is_open))
            .collect();
        let (open, current, root) = (open.clone(), current.clone(), root.clone());
        Callback::from(move |event: KeyboardEvent| {
            let Some(at) = steps.iter().position(|(way, ..)| *way == *current) else { return };
            let Some((way, has_children, is_open)) = steps.get(at) else { return };
            let go = |at: Option<usize>| at.and_then(|at| steps.get(at)).map(|(way, ..)| way.clone());
            let next = match event.key().as_str() {
                "ArrowDown" => go(Some(at + 1)),
                "ArrowUp" => go(at.checked_sub(1)),
                "Home" => go(Some(0)),
                "End" => go(steps.len().checked_sub(1)),
                "ArrowRight" if *has_children && !*is_open => {
                    toggle(&open, way);
                    None
                }
                "ArrowRight" if *has_children => go(Some(at + 1)),
                "ArrowLeft" if *is_open => {
                    toggle(&open, way);
                    None
                }
                "ArrowLeft" => {
                    way.split_last().map(|(_, parent)| parent.to_vec()).filter(|way| !way.is_empty())
                }
                _ => return,
            };
            event.prevent_default();
            event.stop_propagation();
            if let Some(way) = next {
                focus(&root, &way);
                current.set(way);
            }
        })
    };
    html! {
        <div class="tree" role="tree" aria-label={format!("All fields of {}", tree.value)} ref={root} {onkeydown}>
            { for lines.iter().map(|line| row(page, *object, line, &open, &current, way.as_ref() == Some(&line.way))) }
        </div>
    }
}

fn flatten<'a>(nodes: &'a [Node], way: &[usize], open: &HashSet<Vec<usize>>, lines: &mut Vec<Line<'a>>) {
    for (number, node) in nodes.iter().enumerate() {
        let way = [way, &[number]].concat();
        let is_open = open.contains(&way);
        lines.push(Line { way: way.clone(), node, siblings: nodes.len(), is_open });
        if is_open {
            flatten(&node.children, &way, open, lines);
        }
    }
}

fn row(
    page: &Page,
    object: usize,
    line: &Line<'_>,
    open: &UseStateHandle<HashSet<Vec<usize>>>,
    current: &UseStateHandle<Vec<usize>>,
    is_chosen: bool,
) -> Html {
    let node = line.node;
    let has_children = !node.children.is_empty();
    let selection = node.at.map(|bytes| Selection { object: Some(object), bytes: Some(bytes), text: None });
    let act = {
        let (page, open, current, way) = (page.clone(), open.clone(), current.clone(), line.way.clone());
        Callback::from(move |()| {
            current.set(way.clone());
            if has_children {
                toggle(&open, &way);
            }
            if let Some(selection) = selection {
                page.select(selection);
            }
        })
    };
    let onclick = act.reform(|_: MouseEvent| ());
    let onkeydown = Callback::from(move |event: KeyboardEvent| {
        if matches!(event.key().as_str(), "Enter" | " ") {
            event.prevent_default();
            act.emit(());
        }
    });
    let is_current = **current == line.way;
    html! {
        <div
            key={id(&line.way)}
            class={classes!("row", format!("depth-{}", line.way.len().min(8)), is_chosen.then_some("is-chosen"))}
            role="treeitem"
            data-way={id(&line.way)}
            aria-level={line.way.len().to_string()}
            aria-setsize={line.siblings.to_string()}
            aria-posinset={line.way.last().map(|at| (at + 1).to_string())}
            aria-expanded={has_children.then(|| line.is_open.to_string())}
            aria-selected={is_chosen.to_string()}
            tabindex={if is_current { "0" } else { "-1" }}
            {onclick}
            {onkeydown}
        >
            <span class="label">{ &*node.label }</span>
            <span class="value">
                { &node.value }
                if !node.note.is_empty() {
                    <span class="note">{ &*node.note }</span>
                }
            </span>
        </div>
    }
}

fn toggle(open: &UseStateHandle<HashSet<Vec<usize>>>, way: &[usize]) {
    let mut ways = (**open).clone();
    if !ways.remove(way) {
        ways.insert(way.to_vec());
    }
    open.set(ways);
}

fn id(way: &[usize]) -> String {
    way.iter().map(usize::to_string).collect::<Vec<_>>().join("-")
}

/// Scrolls the tree, not the page, so that the chosen row is in sight.
fn bring_into_sight(root: &NodeRef) {
    let Some(root) = root.cast::<HtmlElement>() else { return };
    let row = root.query_selector(".is-chosen").ok().flatten();
    let Some(row) = row.and_then(|row| wasm_bindgen::JsCast::dyn_into::<HtmlElement>(row).ok()) else {
        return;
    };
    let above = row.offset_top() - root.offset_top();
    if above < root.scroll_top() || above > root.scroll_top() + root.client_height() - row.offset_height() {
        root.set_scroll_top(above - root.client_height() / 3);
    }
}

fn focus(root: &NodeRef, way: &[usize]) {
    let row = root
        .cast::<web_sys::Element>()
        .and_then(|root| root.query_selector(&format!("[data-way=\"{}\"]", id(way))).ok().flatten());
    if let Some(row) = row.and_then(|row| wasm_bindgen::JsCast::dyn_into::<HtmlElement>(row).ok())
        && let Err(error) = row.focus()
    {
        web_sys::console::error_1(&error);
    }
}
