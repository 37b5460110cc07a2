using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Scanner.ArchitectureTests;

/// <summary>One source file of the product.</summary>
/// <param name="Path">From the root of the repository, with slashes.</param>
/// <param name="Folder">Below <c>src</c>, with slashes: <c>Scanner.Core/Rbac/Rights</c>.</param>
internal sealed record SourceFile(string Path, string Folder, SyntaxTree Tree)
{
    /// <summary>The folder, or the project of which all folders are one room.</summary>
    public string Room { get; } = Layout.RoomOf(Folder.Replace('/', '.'));
    private static readonly CSharpParseOptions s_options = new(LanguageVersion.Preview);

    /// <param name="path">From the root of the repository, with slashes, below <c>src</c>.</param>
    public static SourceFile Parse(string path, string text)
    {
        var folder = path[..path.LastIndexOf('/')];
        return new SourceFile(path, folder["src/".Length..], CSharpSyntaxTree.ParseText(text, s_options, path));
    }

    public IEnumerable<string> Namespaces() => Tree.GetRoot().DescendantNodes().OfType<BaseNamespaceDeclarationSyntax>().Select(ns => ns.Name.ToString());

    public int LineOf(SyntaxNode node) => Tree.GetLineSpan(node.Span).StartLinePosition.Line + 1;
}
