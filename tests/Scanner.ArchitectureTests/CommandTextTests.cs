using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Scanner.ArchitectureTests;

/// <summary>
/// Commands that the product prints are values of <c>Command</c>, which quotes each word. A string that is put together with a name from the
/// cluster in it would be run by whoever pastes it.
/// </summary>
public sealed partial class CommandTextTests
{
    [Fact]
    public void Sources_PutNoCommandTogetherOfStrings() => Complaints.None(
        from file in SourceTree.Files
        where file.Folder.StartsWith("Scanner.Core", StringComparison.Ordinal)
            || file.Folder.StartsWith("Scanner.Publishing", StringComparison.Ordinal)
            || file.Folder == "Scanner" || file.Folder.StartsWith("Scanner/", StringComparison.Ordinal)
        from node in file.Tree.GetRoot().DescendantNodes()
        where IsPutTogether(node) && CommandLine().IsMatch(node.ToString())
        select $"{file.Path}:{file.LineOf(node)}: a command is put together of strings: build a Command");

    [Theory]
    [InlineData("$\"kubectl delete pod {x}\"", true)]
    [InlineData("\"kubectl delete pod \" + x", true)]
    [InlineData("string.Format(\"kubectl get {0}\", x)", true)]
    [InlineData("$\"see scanner probe {x}\"", true)]
    [InlineData("$\"as kubectl's {x}\"", false)]
    [InlineData("\"kubectl debug adds one\"", false)]
    public void CommandLine_FindsWhatItIsFor(string expression, bool found)
    {
        var nodes = CSharpSyntaxTree.ParseText($"var y = {expression};").GetRoot().DescendantNodes();
        Assert.Equal(found, nodes.Any(n => IsPutTogether(n) && CommandLine().IsMatch(n.ToString())));
    }

    private static bool IsPutTogether(SyntaxNode node) => node is InterpolatedStringExpressionSyntax { Contents: var parts } && parts.Any(p => p is InterpolationSyntax)
        || node is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AddExpression }
        || (node is InvocationExpressionSyntax call && call.Expression.ToString() is "string.Format" or "string.Concat" or "string.Join");

    [GeneratedRegex(@"\bkubectl [a-z-]+ |\bscanner (scan|probe|rbac|run) ", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CommandLine();
}
