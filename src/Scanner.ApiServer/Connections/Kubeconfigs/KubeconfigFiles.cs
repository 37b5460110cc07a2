using System.Collections.Immutable;
using Scanner.ApiServer.Connections.Nodes;

namespace Scanner.ApiServer.Connections.Kubeconfigs;

/// <summary>Which kubeconfig files count, in the order of their precedence.</summary>
/// <param name="Paths">Full paths.</param>
/// <param name="MustExist">Whether an absent one is an error, as for <c>--kubeconfig</c>.</param>
/// <param name="NamedBy">What named them, for messages.</param>
internal sealed record KubeconfigFiles(ImmutableArray<string> Paths, bool MustExist, string NamedBy)
{
    private const string Variable = "KUBECONFIG";

    /// <summary>The file to name in messages about the whole, if there is just one.</summary>
    public ConfigLocation Location => Paths.Length == 1 ? new ConfigLocation(Paths[0], Line: null) : ConfigLocation.Nowhere;

    public static KubeconfigFiles Find(ConnectionOptions options, ConnectionEnvironment environment)
    {
        if (!string.IsNullOrEmpty(options.Kubeconfig))
        {
            var path = Path.GetFullPath(options.Kubeconfig, environment.CurrentDirectory);
            return new KubeconfigFiles([path], MustExist: true, "--kubeconfig");
        }

        if (environment.Variable(Variable) is { } list)
        {
            var paths = list.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
                .Select(path => Path.GetFullPath(path, environment.CurrentDirectory))
                .Distinct();
            return new KubeconfigFiles([.. paths], MustExist: false, Variable);
        }

        return environment.HomeDirectory is { } home
            ? new KubeconfigFiles([Path.Combine(home, ".kube", "config")], MustExist: false, "the default")
            : new KubeconfigFiles([], MustExist: false, "the default");
    }

    /// <summary>Reads the files that exist and are not empty.</summary>
    public IEnumerable<ConfigMap> Read() => Paths.Select(Read).OfType<ConfigMap>();

    private ConfigMap? Read(string path)
    {
        try
        {
            return KubeconfigFile.Read(path);
        }
        catch (ConnectionConfigurationException e) when (!MustExist && e.InnerException is FileNotFoundException or DirectoryNotFoundException && !IsBelowAFile(path))
        {
            return null;
        }
    }

    // Such a path is a mistake, as for kubectl; a missing file or folder is none.
    private static bool IsBelowAFile(string path) => Path.GetDirectoryName(path) is { } folder && (File.Exists(folder) || IsBelowAFile(folder));

    /// <summary>Says, as part of a sentence, that the files hold nothing.</summary>
    public string DescribeEmpty()
    {
        var existing = Paths.Where(Path.Exists).ToList();
        return (existing, Paths) switch
        {
            ([_, ..], _) => $"{string.Join(", ", existing)} ({NamedBy}) has no entries",
            (_, []) when NamedBy == Variable => "KUBECONFIG names no file",
            (_, []) => "KUBECONFIG is not set and there is no home directory",
            (_, [var one]) => $"there is no kubeconfig {one} ({NamedBy})",
            _ => $"none of the kubeconfigs {string.Join(", ", Paths)} ({NamedBy}) exists",
        };
    }
}
