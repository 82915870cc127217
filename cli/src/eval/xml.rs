//! An XML document as the tree that expressions see.

use roxmltree::{Document, NodeType, ParsingOptions};
use survey_core::expr::{NodeId, NodeKind};

use super::tree::{Node, Tree};

/// The most nodes of a document.
const MAX_NODES: u32 = 1_000_000;

/// Adds a document to the tree; the node above its root element and the root element.
///
/// # Errors
/// Why the text is no XML, with line and column.
pub(super) fn add(tree: &mut Tree, text: &str) -> Result<(NodeId, NodeId), String> {
    let options = ParsingOptions {
        allow_dtd: true,
        nodes_limit: MAX_NODES,
        ..ParsingOptions::default()
    };
    let document = Document::parse_with_options(text, options)
        .map_err(|error| format!("the instance is not XML: {error}"))?;
    let top = tree.push(Node::new(NodeKind::Document, ""), None);
    // A node's place in the document to its id here, where attributes stand between.
    let mut ids = vec![top];
    for node in document.root().descendants().skip(1) {
        let above = node.parent().map_or(0, |it| it.id().get_usize());
        let parent = ids.get(above).copied().unwrap_or(top);
        let id = match node.node_type() {
            NodeType::Root => continue,
            NodeType::Element => add_element(tree, text, node, parent),
            NodeType::Text => {
                let content = node.text().unwrap_or_default();
                tree.push(Node::with_text(NodeKind::Text, "", content), Some(parent))
            }
            NodeType::Comment => {
                let content = node.text().unwrap_or_default();
                tree.push(
                    Node::with_text(NodeKind::Comment, "", content),
                    Some(parent),
                )
            }
            NodeType::PI => {
                let (target, content) = node
                    .pi()
                    .map_or(("", ""), |it| (it.target, it.value.unwrap_or_default()));
                let node = Node::with_text(NodeKind::Instruction, target, content);
                tree.push(node, Some(parent))
            }
        };
        ids.push(id);
    }
    let root = ids[document.root_element().id().get_usize()];
    Ok((top, root))
}

fn add_element(
    tree: &mut Tree,
    source: &str,
    element: roxmltree::Node<'_, '_>,
    parent: NodeId,
) -> NodeId {
    let mut node = Node::new(NodeKind::Element, written_name(source, element));
    node.namespace = tree.namespace_number(element.tag_name().namespace());
    let id = tree.push(node, Some(parent));
    for attribute in element.attributes() {
        let name = source.get(attribute.range_qname());
        let name = name.unwrap_or(attribute.name());
        let mut node = Node::with_text(NodeKind::Attribute, name, attribute.value());
        node.namespace = tree.namespace_number(attribute.namespace());
        tree.push_attribute(node, id);
    }
    id
}

/// The name as it is written, with its prefix. One that an entity brought has none.
fn written_name<'a>(source: &'a str, element: roxmltree::Node<'a, '_>) -> &'a str {
    let local = element.tag_name().name();
    let tag = source
        .get(element.range())
        .and_then(|it| it.strip_prefix('<'));
    let ends = |c: char| c.is_whitespace() || c == '>' || c == '/';
    let written = tag.and_then(|it| it.split(ends).next());
    written.filter(|it| it.ends_with(local)).unwrap_or(local)
}
