using System.Collections.Immutable;
using Scanner.ApiServer.Yaml;
using Scanner.Core;
using Scanner.Core.Findings.Exceptions;
using Scanner.Usage;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Scanner.Exceptions;

/// <summary>Reads a file of exceptions, YAML or JSON: a list of them, or a map that has it as <c>exceptions</c>.</summary>
internal sealed class ExceptionFile
{
    private readonly string _name;
    private readonly List<string> _mistakes = [];

    private ExceptionFile(string name) => _name = name;

    /// <exception cref="UsageException">It cannot be read, or something in it is wrong: every mistake with its place, a line each.</exception>
    public static ImmutableArray<ExceptionEntry> Read(string path)
    {
        if (Directory.Exists(path))
            throw new UsageException($"--exceptions {PlainText.OneLine(path)}: is a directory, give its files one by one");
        try
        {
            return Parse(File.ReadAllText(path), path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new UsageException($"--exceptions {PlainText.OneLine(path)}: cannot be read: {PlainText.OneLine(e.Message)}", e);
        }
    }

    /// <summary>Reads standard input.</summary>
    /// <exception cref="UsageException">As for <see cref="Read(string)"/>.</exception>
    public static ImmutableArray<ExceptionEntry> Read(Stream standardInput)
    {
        using var text = new StreamReader(standardInput);
        return Parse(text.ReadToEnd(), "stdin");
    }

    /// <param name="name">Of the file, for messages.</param>
    /// <exception cref="UsageException">As for <see cref="Read(string)"/>.</exception>
    public static ImmutableArray<ExceptionEntry> Parse(string text, string name)
    {
        var file = new ExceptionFile(name);
        var entries = file.List(Root(text, name));
        return file._mistakes.Count == 0 ? entries : throw new UsageException(string.Join("\nscanner: ", file._mistakes));
    }

    private static YamlNode? Root(string text, string name)
    {
        try
        {
            // Only this reading has a limit of depth; only the other one knows the lines of nodes.
            var nodes = new YamlNodeReader(new StringReader(text));
            while (nodes.NextDocument())
                nodes.Read();
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            if (stream.Documents.Count > 1)
                throw new UsageException($"{name}: has {stream.Documents.Count} documents, give one");
            return stream.Documents.Count == 0 ? null : stream.Documents[0].RootNode;
        }
        catch (YamlException e)
        {
            throw new UsageException($"{name}:{e.Start.Line}: not valid YAML: {PlainText.OneLine(e.Message)}", e);
        }
    }

    private ImmutableArray<ExceptionEntry> List(YamlNode? root)
    {
        if (root is YamlMappingNode map)
        {
            foreach (var key in map.Children.Keys.Where(k => k is not YamlScalarNode { Value: "exceptions" }))
                Mistake(key, $"'{key}' is no key of this file, give exceptions, with a list below it");
            root = map.Children.FirstOrDefault(c => c.Key is YamlScalarNode { Value: "exceptions" }).Value;
        }

        if (root is null || IsNull(root))
            return [];
        if (root is not YamlSequenceNode list)
        {
            Mistake(root, "is no list of exceptions, each with reason and at least one of rule, namespace and subject");
            return [];
        }

        return [.. list.Children.Select(One).OfType<ExceptionEntry>()];
    }

    private ExceptionEntry? One(YamlNode node)
    {
        if (node is not YamlMappingNode map)
        {
            Mistake(node, $"is no exception, give a map with {string.Join(", ", ExceptionFields.Names)}");
            return null;
        }

        var values = new Dictionary<string, string>();
        foreach (var (key, value) in map.Children)
        {
            var name = (key as YamlScalarNode)?.Value ?? "";
            if (!ExceptionFields.Names.Contains(name))
                Mistake(key, $"'{PlainText.OneLine(name)}' is no field of an exception, there are {string.Join(", ", ExceptionFields.Names)}");
            else if (value is YamlScalarNode { Value: { } text })
                values[name] = IsNull(value) ? "" : text;
            else
                Mistake(value, $"{name}: must be a text");
        }

        // A field that is there but empty is an oversight, not a decision to accept everything.
        var fields = new ExceptionFields(
            values.GetValueOrDefault("rule"),
            values.GetValueOrDefault("namespace"),
            values.GetValueOrDefault("subject"),
            values.GetValueOrDefault("reason"),
            values.GetValueOrDefault("expires"));
        var entry = fields.Check(out var problems);
        foreach (var problem in problems)
            Mistake(node, problem);
        if (entry is not null && KnownRules.Problem(entry) is { } unknown)
            Mistake(node, unknown);
        return entry;
    }

    private void Mistake(YamlNode node, string text) => _mistakes.Add($"{_name}:{node.Start.Line}: {PlainText.OneLine(text)}");

    private static bool IsNull(YamlNode node) => node is YamlScalarNode { Style: ScalarStyle.Plain, Value: null or "" or "~" or "null" };
}
