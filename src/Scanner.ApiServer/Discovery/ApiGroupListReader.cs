using System.Collections.Immutable;
using Scanner.ApiServer.Wire;

namespace Scanner.ApiServer.Discovery;

/// <summary>Reads <c>meta/v1 APIGroupList</c>.</summary>
internal sealed class ApiGroupListReader : IObjectReader<ImmutableArray<ApiGroup>>
{
    public static readonly ApiGroupListReader Instance = new();

    private static readonly FieldTable s_list = new((1, "groups"));
    private static readonly FieldTable s_group = new((1, "name"), (2, "versions"));
    private static readonly FieldTable s_version = new((2, "version"));

    public ImmutableArray<ApiGroup> Read<TReader>(ref TReader reader)
        where TReader : struct, IWireReader, allows ref struct
    {
        var groups = ImmutableArray.CreateBuilder<ApiGroup>();
        var scope = reader.Enter();
        while (reader.Next(s_list, out _))
            groups.Add(ReadGroup(ref reader));
        reader.Leave(scope);
        return groups.ToImmutable();
    }

    private static ApiGroup ReadGroup<TReader>(ref TReader reader)
        where TReader : struct, IWireReader, allows ref struct
    {
        var name = "";
        var versions = ImmutableArray.CreateBuilder<string>();
        var scope = reader.Enter();
        while (reader.Next(s_group, out var field))
        {
            if (field == 1)
                name = reader.ReadString();
            else
                ReadVersion(ref reader, versions);
        }

        reader.Leave(scope);
        return new ApiGroup(name, versions.ToImmutable());
    }

    private static void ReadVersion<TReader>(ref TReader reader, ImmutableArray<string>.Builder versions)
        where TReader : struct, IWireReader, allows ref struct
    {
        var scope = reader.Enter();
        while (reader.Next(s_version, out _))
            versions.Add(reader.ReadString());
        reader.Leave(scope);
    }
}
