using Scanner.Usage;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Scanner.Worker.Settings;

/// <summary>Reads a configuration file, YAML or JSON, into the flat keys of the configuration system: <c>probe:profiles:0</c>.</summary>
internal static class ConfigurationFile
{
    /// <exception cref="UsageException">It cannot be read, or is no map of settings; says where.</exception>
    public static Dictionary<string, string?> Read(string path)
    {
        try
        {
            return Parse(File.ReadAllText(path), path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"--config {path}: {e.Message}", e);
        }
    }

    /// <param name="name">Of the file, for messages.</param>
    public static Dictionary<string, string?> Parse(string text, string name)
    {
        var values = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            if (stream.Documents.Count > 1)
                throw new UsageException($"{name}: has {stream.Documents.Count} documents, give one");
            if (stream.Documents.Count == 1)
                Flatten(stream.Documents[0].RootNode, "", values, name, 0);
        }
        catch (YamlException e)
        {
            throw new UsageException($"{name}:{e.Start.Line}: {e.Message}", e);
        }

        return values;
    }

    private static void Flatten(YamlNode node, string key, Dictionary<string, string?> values, string name, int depth)
    {
        // Deeper than any setting; an alias that contains itself has no end.
        if (depth > 8)
            throw new UsageException($"{name}:{node.Start.Line}: {key} is nested too deeply");
        switch (node)
        {
            case YamlMappingNode map:
                foreach (var (child, value) in map.Children)
                    Flatten(value, Join(key, ((child as YamlScalarNode)?.Value) ?? ""), values, name, depth + 1);
                break;
            case YamlSequenceNode list:
                for (var i = 0; i < list.Children.Count; i++)
                    Flatten(list.Children[i], Join(key, i.ToString(System.Globalization.CultureInfo.InvariantCulture)), values, name, depth + 1);
                break;
            case YamlScalarNode scalar when key.Length > 0:
                if (!(scalar.Style == ScalarStyle.Plain && scalar.Value is "" or "~" or "null" or null))
                    values[key] = scalar.Value;
                break;
            case YamlScalarNode { Value.Length: > 0 }:
                throw new UsageException($"{name}:{node.Start.Line}: is no map of settings");
        }
    }

    private static string Join(string key, string child) => key.Length == 0 ? child : $"{key}:{child}";
}
