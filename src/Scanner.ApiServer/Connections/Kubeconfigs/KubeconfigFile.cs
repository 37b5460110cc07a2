using System.Text;
using Scanner.ApiServer.Connections.Nodes;
using Scanner.ApiServer.Yaml;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Scanner.ApiServer.Connections.Kubeconfigs;

/// <summary>One kubeconfig file, YAML or JSON, checked to be a Config; what its entries hold is checked when they are used.</summary>
internal static class KubeconfigFile
{
    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads a file; null when it is empty, as kubectl takes it for a Config without entries.</summary>
    /// <exception cref="ConnectionConfigurationException">It is absent, unreadable, no YAML or no Config.</exception>
    public static ConfigMap? Read(string path)
    {
        var text = ReadText(path);
        var mended = ContinuedLines.In(text);
        var file = new ConfigFile(path, text, new YamlPlaces()) { IsMended = mended.Length != text.Length };
        CheckCharacters(file);
        if (Parse(file, mended) is not { } root || (root is YamlScalarNode scalar && YamlScalar.IsNull(scalar)))
            return null;
        if (root is not YamlMappingNode mapping)
            throw file.At(root).Error("not a kubeconfig: a mapping with clusters, contexts and users is expected");
        var config = new ConfigMap(file, mapping, "kubeconfig");
        // kubectl takes a file without kind and apiVersion for a Config.
        if (config.Text("kind") is { Value: not "Config" } kind)
            throw kind.Location.Error($"not a kubeconfig: kind is {kind.Value}, not Config");
        if (config.Text("apiVersion") is { Value: not "v1" } version)
            throw version.Location.Error($"not a kubeconfig: apiVersion is {version.Value}, not v1");
        return config;
    }

    private static string ReadText(string path)
    {
        try
        {
            // A mark at its beginning may say that it is UTF-16, as Windows writes it.
            return File.ReadAllText(path, s_strict);
        }
        catch (DecoderFallbackException e)
        {
            throw new ConfigLocation(path, Line: null).Error("not valid YAML: it is not written in UTF-8", e);
        }
        catch (Exception e) when (FileProblem.Is(e))
        {
            throw new ConfigLocation(path, Line: null).Error(FileProblem.Describe(e, path), e);
        }
    }

    private static void CheckCharacters(ConfigFile file)
    {
        for (var at = 0; at < file.Text.Length; at++)
        {
            var c = file.Text[at];
            if (!char.IsControl(c) || c is '\t' or '\n' or '\r' or '\u0085')
                continue;
            var line = 1 + file.Text.AsSpan(0, at).Count('\n');
            throw new ConfigLocation(file.Path, line).Error($"not valid YAML: control character U+{(int)c:X4}, which stands for nothing in it");
        }
    }

    /// <summary>The first document, as for kubectl; what follows it is not looked at.</summary>
    private static YamlNode? Parse(ConfigFile file, string mended)
    {
        try
        {
            using var text = new StringReader(mended);
            var yaml = new YamlNodeReader(text, file.Places);
            return yaml.NextDocument() ? yaml.Read() : null;
        }
        catch (YamlException e)
        {
            throw new ConfigLocation(file.Path, e.Start.Line > 0 ? e.Start.Line : null).Error("not valid YAML: " + e.Message, e);
        }
    }
}
