using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Scanner.ArchitectureTests;

/// <summary>Finds what files use, by the compiler's own understanding of every name.</summary>
internal static class Uses
{
    private static readonly CSharpParseOptions s_options = new(LanguageVersion.Preview);

    /// <summary>Every namespace that is imported and every type that is named or whose member is, once a line, in order of place.</summary>
    /// <param name="files">All that is compiled together.</param>
    /// <param name="some">Those of <paramref name="files"/> that are asked about.</param>
    public static ImmutableArray<Use> Of(ImmutableArray<SourceFile> files, ImmutableArray<SourceFile> some)
    {
        var compilation = CSharpCompilation.Create(
            "all", [ImplicitUsings(), .. files.Select(f => f.Tree)], References(), new CSharpCompilationOptions(OutputKind.ConsoleApplication));
        return [.. some.AsParallel().AsOrdered().SelectMany(file => OfFile(file, compilation.GetSemanticModel(file.Tree)).Distinct())];
    }

    private static IEnumerable<Use> OfFile(SourceFile file, SemanticModel model)
    {
        foreach (var node in file.Tree.GetRoot().DescendantNodes())
        {
            if (node is UsingDirectiveSyntax { Name: { } import })
                yield return new Use(file, file.LineOf(node), import.ToString(), Type: null);
            else if (node is SimpleNameSyntax name && TypeOf(model, name) is { ContainingNamespace.IsGlobalNamespace: false } type)
                yield return new Use(file, file.LineOf(node), type.ContainingNamespace.ToDisplayString(), type.Name);
        }
    }

    private static INamedTypeSymbol? TypeOf(SemanticModel model, SimpleNameSyntax name)
    {
        var info = model.GetSymbolInfo(name);
        var symbol = info.Symbol ?? info.CandidateSymbols.FirstOrDefault();
        return symbol as INamedTypeSymbol ?? symbol?.ContainingType;
    }

    // As the SDK makes them for the projects.
    private static SyntaxTree ImplicitUsings() => CSharpSyntaxTree.ParseText(
        """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """,
        s_options);

    private static IEnumerable<MetadataReference> References() =>
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(path => !Path.GetFileName(path).StartsWith("scanner", StringComparison.OrdinalIgnoreCase))
            .Select(path => MetadataReference.CreateFromFile(path));
}
