using Scanner.Core;
using Scanner.Usage;

namespace Scanner.Inventory.Files;

/// <summary>One file of the input, or standard input.</summary>
/// <param name="Name">As messages call it.</param>
/// <param name="Open">Opens it; who calls it disposes of the stream.</param>
internal sealed record InputFile(string Name, Func<Stream> Open)
{
    public const string StandardInput = "-";

    private static readonly string[] s_extensions = [".json", ".yaml", ".yml"];

    /// <summary>The files that the arguments of a flag stand for, in the order in which they are to be read.</summary>
    /// <param name="flag">For messages.</param>
    /// <exception cref="UsageException">One does not exist, holds nothing to read, or is named twice.</exception>
    public static IEnumerable<InputFile> Find(string flag, IReadOnlyList<string> arguments, Func<Stream> standardInput)
    {
        if (arguments.Count(a => a == StandardInput) > 1)
            throw new UsageException($"{flag} - is given twice: standard input can be read once");
        List<InputFile> files = [];
        foreach (var argument in arguments)
        {
            if (argument == StandardInput)
                files.Add(new InputFile("stdin", standardInput));
            else if (Directory.Exists(argument))
                files.AddRange(InDirectory(flag, argument));
            else if (File.Exists(argument))
                files.Add(OfPath(argument));
            else
                throw new UsageException($"{flag} {PlainText.OneLine(argument)}: there is no such file or directory");
        }

        return files;
    }

    private static List<InputFile> InDirectory(string flag, string path)
    {
        List<InputFile> files = [];
        try
        {
            AddDirectory(new DirectoryInfo(path), path, files);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{flag} {path}: {PlainText.OneLine(e.Message)}", e);
        }

        return files.Count > 0 ? files : throw new UsageException($"{flag} {path}: holds no file that ends in {string.Join(", ", s_extensions)}");
    }

    // In the order of kubectl apply -R -f: by name, files and directories alike; links to directories, which may lead in circles, are not followed.
    private static void AddDirectory(DirectoryInfo directory, string path, List<InputFile> files)
    {
        foreach (var entry in directory.EnumerateFileSystemInfos().OrderBy(e => e.Name, StringComparer.Ordinal))
        {
            var name = Path.Combine(path, entry.Name);
            if (entry is DirectoryInfo child)
            {
                if (child.LinkTarget is null)
                    AddDirectory(child, name, files);
            }
            else if (s_extensions.Contains(entry.Extension))
            {
                files.Add(OfPath(name));
            }
        }
    }

    private static InputFile OfPath(string path) => new(path, () => new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 1));
}
