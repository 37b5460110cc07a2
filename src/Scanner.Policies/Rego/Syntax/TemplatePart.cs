using System.Text;

namespace Scanner.Policies.Rego.Syntax;

/// <summary>A part of a text with expressions in it: as it is, or an expression in braces.</summary>
internal sealed record TemplatePart(string Text, bool IsExpression);
